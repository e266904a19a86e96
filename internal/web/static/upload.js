// Files are sent one by one, in the form of the page with one file in it, so that
// each can show how far it is and what became of it. The answer is the page without
// this file: its rows are taken over as the server has worded them.

const part = (name) => document.querySelector(`[data-upload="${name}"]`);
const form = part("form");

if (form !== null) {
  const { words, drop, said, status, outcome } = {
    words: form.dataset, drop: part("drop"), said: part("said"), status: part("status"), outcome: part("outcome"),
  };
  const rows = outcome.querySelector("tbody");
  const queue = [];
  let busy = false, done = 0, all = 0;

  const cell = (tag, content) => {
    const e = document.createElement(tag);
    e.append(content);
    return e;
  };

  // pending adds the row of a file that waits for its turn.
  const pending = (file) => {
    const row = document.createElement("tr"), name = cell("th", cell("bdi", file.name));
    name.scope = "row";
    row.append(name, cell("td", words.waiting), cell("td", ""));
    rows.append(row);
    return row;
  };

  // tell shows how far a file is; without a share it is being read.
  const tell = (row, text, share) => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", text);
    if (share !== undefined) {
      bar.value = share;
    }
    row.cells[1].replaceChildren(text, " ", bar);
  };

  const count = () => {
    status.textContent = words.done.replace("%s", done).replace("%s", all);
  };

  // stop says why nothing more is sent, and that the files in the queue were not.
  const stop = (notice, row) => {
    said.replaceChildren(notice);
    for (const left of [row, ...queue.splice(0).map((next) => next.row)]) {
      left.className = "failed";
      left.cells[1].replaceChildren(cell("b", words.stopped));
    }
    done = all = 0;
    status.textContent = "";
    sessionStorage.removeItem("vankien.key"); // it may be the key that is wrong
  };

  // answered takes over what the server says of a file.
  const answered = (sent, row) => {
    const page = new DOMParser().parseFromString(sent.responseText, "text/html");
    const notice = page.querySelector(".notice.bad"), found = page.querySelectorAll("table.files tbody tr");
    if (notice !== null && [401, 403, 429].includes(sent.status)) {
      stop(document.adoptNode(notice), row);
      return;
    }
    if (found.length > 0) {
      row.replaceWith(...[...found].map((r) => document.adoptNode(r)));
    } else {
      const why = notice ?? page.querySelector("main h1");
      failed(row, why === null ? words.broken : why.textContent.trim());
    }
    done++;
    count();
  };

  const failed = (row, why) => {
    row.className = "failed";
    row.cells[1].replaceChildren(cell("b", words.failed), " ", cell("span", why));
  };

  const next = () => {
    const job = queue.shift();
    busy = job !== undefined;
    if (!busy) {
      return;
    }
    const body = new FormData(), sent = new XMLHttpRequest();
    body.append("key", form.elements.key.value); // first: files are looked at when it was found right
    body.append("file", job.file, job.file.name);
    sent.upload.onprogress = (e) => tell(job.row, words.sending, e.lengthComputable ? e.loaded / e.total : undefined);
    sent.upload.onload = () => tell(job.row, words.reading);
    sent.onload = () => answered(sent, job.row);
    sent.onerror = () => {
      failed(job.row, words.broken);
      done++;
      count();
    };
    sent.onloadend = next;
    sent.open("POST", form.action);
    tell(job.row, words.sending, 0);
    sent.send(body);
  };

  form.addEventListener("submit", (e) => {
    e.preventDefault();
    said.replaceChildren();
    outcome.hidden = false;
    for (const file of form.elements.file.files) {
      queue.push({ file, row: pending(file) });
      all++;
    }
    form.elements.file.value = "";
    count();
    if (!busy) {
      next();
    }
  });

  part("hint").hidden = false;
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (e) => {
      e.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
  }
  drop.addEventListener("drop", (e) => {
    if (e.dataTransfer.files.length > 0) {
      form.elements.file.files = e.dataTransfer.files;
      form.requestSubmit(); // asks for the key if there is none yet
    }
  });
}
