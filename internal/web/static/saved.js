// The saved searches of this browser (see follow.js): each with a number of documents
// that are new since it was last looked at, which the interface counts.
"use strict";
(() => {
  const key = "vankien.saved", box = document.getElementById("saved"), d = box.dataset;
  const own = d.own ? "&" + d.own : "";
  const read = () => {
    try {
      const list = JSON.parse(localStorage.getItem(key));
      return Array.isArray(list) ? list.filter(s => typeof s.search === "string" && typeof s.seen === "string") : [];
    } catch { return []; }
  };
  const link = (text, search) => {
    const a = document.createElement("a");
    a.href = "/search?" + search + own;
    a.textContent = text;
    return a;
  };
  // The microsecond after a time, since the interface takes times as inclusive.
  const after = seen => {
    const m = /^(.*\.)(\d{6})Z$/.exec(seen);
    return m && m[2] !== "999999" ? m[1] + String(Number(m[2]) + 1).padStart(6, "0") + "Z" : seen;
  };
  const count = async (s, into) => {
    const since = "indexed_since=" + encodeURIComponent(after(s.seen));
    try {
      const answer = await fetch("/api/v1/search?" + (s.search ? s.search + "&" : "") + "limit=0&" + since);
      if (!answer.ok) throw new Error(answer.statusText);
      const total = (await answer.json()).total;
      into.replaceChildren(total ? link(d.new.replace("%s", total), s.search + "&sort=-indexed&" + since) : d.old);
    } catch { into.textContent = d.failed; }
  };
  // One after the other: a visitor with many is no crowd of visitors.
  const countAll = async counts => { for (const one of counts) await one(); };
  const show = () => {
    const list = read();
    if (!list.length) {
      const p = document.createElement("p");
      p.textContent = d.none;
      box.replaceChildren(p);
      return;
    }
    const ul = document.createElement("ul"), counts = [];
    for (const s of list) {
      const li = document.createElement("li"), name = document.createElement("bdi"), how = document.createElement("span"), remove = document.createElement("button");
      const a = link("", s.search);
      name.textContent = s.name || s.search;
      a.append(name);
      how.setAttribute("role", "status");
      how.textContent = "…";
      remove.type = "button";
      remove.textContent = d.remove;
      remove.setAttribute("aria-label", d.remove + ": " + name.textContent);
      remove.addEventListener("click", () => {
        localStorage.setItem(key, JSON.stringify(read().filter(o => o.search !== s.search)));
        show();
        (box.querySelector("button") || document.getElementById("main")).focus();
      });
      li.append(a, " ", how, " ", remove);
      ul.append(li);
      counts.push(() => count(s, how));
    }
    box.replaceChildren(ul);
    countAll(counts);
  };
  show();
})();
