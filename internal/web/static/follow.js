// The button of a list that saves its search in the browser. Saved searches are a list
// of {search, name, seen}: parameters, what it is called, and the time up to which its
// documents were looked at.
"use strict";
(() => {
  const key = "vankien.saved", most = 200;
  const read = () => {
    try {
      const list = JSON.parse(localStorage.getItem(key));
      return Array.isArray(list) ? list : [];
    } catch { return []; }
  };
  for (const button of document.querySelectorAll("button.save")) {
    const said = button.nextElementSibling, d = button.dataset;
    button.parentElement.hidden = false;
    const there = read().find(s => s.search === d.search);
    if (there) { // it is being looked at
      there.seen = d.now;
      try { localStorage.setItem(key, JSON.stringify(read().map(s => s.search === d.search ? there : s))); } catch { /* it is seen the next time */ }
    }
    button.addEventListener("click", () => {
      const list = read().filter(s => s.search !== d.search);
      if (list.length >= most) { said.textContent = d.full; return; }
      list.unshift({search: d.search, name: d.name, seen: d.now});
      try {
        localStorage.setItem(key, JSON.stringify(list));
        said.textContent = d.done;
      } catch { said.textContent = d.full; }
    });
  }
})();
