// What the links of the page do by loading another one is done here in place: n and p
// go from match to match, the outline shows where the reader is, and one control copies
// the link of the paragraph that is read. The words come from the page.

const bar = document.querySelector(".matches");
const text = document.querySelector(".text");
const tools = document.querySelector(".reader");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// Matches.

const steps = [...document.querySelectorAll("mark[id^=m]")];
const status = bar === null ? null : bar.querySelector("[data-at]");

const stepTo = (mark) => {
  document.querySelectorAll("mark.now").forEach((e) => e.classList.remove("now"));
  mark.classList.add("now");
  mark.tabIndex = -1;
  mark.focus({preventScroll: true});
  mark.scrollIntoView({block: "center", behavior: still ? "auto" : "smooth"});
  const n = Number(mark.id.slice(1)), at = new URL(location);
  status.textContent = status.dataset.at.replace("{n}", n.toLocaleString(document.documentElement.lang));
  at.searchParams.delete("portion");
  at.searchParams.delete("p");
  at.searchParams.set("m", n);
  at.hash = mark.id;
  history.replaceState(null, "", at);
  for (const [rel, to] of [["prev", n - 1], ["next", n + 1]]) {
    const link = bar.querySelector(`.steps [data-rel=${rel}]`);
    if (to >= 1 && to <= Number(status.dataset.all)) {
      at.searchParams.set("m", to);
      at.hash = `m${to}`;
      link.href = at.pathname + at.search + at.hash;
      link.rel = rel;
      link.classList.remove("off");
    } else {
      link.removeAttribute("href");
      link.classList.add("off");
    }
  }
};

// step goes to the next match, or the one before, as the link says; a match that is
// not on this page is where the link leads.
const step = (rel) => {
  const link = bar === null ? null : bar.querySelector(`.steps a[data-rel=${rel}][href]`);
  if (link === null) return false;
  const mark = document.getElementById(new URL(link.href).hash.slice(1));
  if (mark === null) {
    link.click();
  } else {
    stepTo(mark);
  }
  return true;
};

if (status !== null) {
  bar.addEventListener("click", (e) => {
    const link = e.target.closest(".steps a[data-rel]");
    if (link === null || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const mark = document.getElementById(new URL(link.href).hash.slice(1));
    if (mark === null) return;
    e.preventDefault();
    stepTo(mark);
    link.focus({preventScroll: true});
  });
}

// Paragraphs. Their own links are for the mouse; a screen reader has one control.

const links = [...document.querySelectorAll(".pl")];
links.forEach((e) => {
  e.tabIndex = -1;
  e.setAttribute("aria-hidden", "true");
});

const top_ = () => (bar === null ? 0 : bar.getBoundingClientRect().bottom) + 8;

// reading is the paragraph that has the focus or a selection, or the first one in sight.
const reading = () => {
  const at = getSelection().anchorNode, from = at !== null && at.nodeType === 3 ? at.parentElement : at;
  for (const e of [document.activeElement, from]) {
    const p = e !== null && e !== undefined && e.closest !== undefined ? e.closest(".text [id^=p]:not([id^=page])") : null;
    if (p !== null) return p.querySelector(":scope > .pl");
  }
  return links.find((e) => e.parentElement.getBoundingClientRect().bottom > top_()) ?? null;
};

const copy = async (link) => {
  if (link === null) return;
  const n = new URL(link.href).searchParams.get("p");
  try {
    await navigator.clipboard.writeText(link.href);
    tools.querySelector("output").textContent = tools.dataset.copied.replace("{n}", n);
  } catch {
    tools.querySelector("output").textContent = link.href;
  }
};

if (tools !== null) {
  tools.hidden = false;
  tools.querySelector("[data-do=copy]").addEventListener("click", () => copy(reading()));
  tools.querySelector("[data-do=keys]").addEventListener("click", () => document.getElementById("keys").showModal());
  text.addEventListener("click", (e) => {
    if (e.target.matches(".pl") && !e.ctrlKey && !e.metaKey && !e.shiftKey) copy(e.target);
  });
}

// The outline.

const outline = document.getElementById("outline");
if (outline !== null) {
  outline.open = matchMedia("(min-width: 60rem)").matches;
  const entries = [...outline.querySelectorAll("a[href^='#']")];
  const heads = entries.map((a) => document.getElementById(a.hash.slice(1)));
  let shown = null;
  const look = () => {
    const line = top_() + 40;
    let at = -1;
    heads.forEach((h, i) => { if (h !== null && h.getBoundingClientRect().top <= line) at = i; });
    const now = at < 0 ? null : entries[at];
    if (now === shown) return;
    if (shown !== null) shown.removeAttribute("aria-current");
    shown = now;
    if (now === null) return;
    now.setAttribute("aria-current", "location");
    for (let e = now.parentElement.closest("details"); e !== null && e !== outline; e = e.parentElement.closest("details")) e.open = true;
    const box = outline.querySelector("ul"), r = now.getBoundingClientRect(), b = box.getBoundingClientRect();
    if (r.top < b.top || r.bottom > b.bottom) box.scrollTop += r.top - b.top - b.height / 3;
  };
  let waits = false;
  addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; look(); });
  }, {passive: true});
  look();
}

// Keys. None is taken while something is typed.

const go = (selector) => {
  const link = document.querySelector(selector);
  if (link === null) return false;
  link.click();
  return true;
};

const keys = {
  n: () => step("next"),
  p: () => step("prev"),
  j: () => go(".beside a[rel=next]"),
  k: () => go(".beside a[rel=prev]"),
  c: () => { copy(reading()); return true; },
  "?": () => { document.getElementById("keys").showModal(); return true; },
};

addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented) return;
  if (e.target.closest("input, textarea, select, [contenteditable], dialog") !== null) return;
  const key = keys[e.key];
  if (key !== undefined && key()) e.preventDefault();
});
