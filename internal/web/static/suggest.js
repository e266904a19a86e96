// The search box becomes a combobox whose popup is a listbox (WAI-ARIA Authoring Practices, "combobox with list
// autocomplete"): the focus stays in the box, aria-activedescendant names the option at hand, and nothing is changed in
// the box until an option is taken. Without this file the form is a form.
"use strict";

const wait = 120; // milliseconds without a key, after which is asked

// Kinds of which a suggestion is the query itself, not a value in it.
const plain = new Set(["word", "compound", "name"]);

class Suggestions {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.box = form.elements.q;
    this.items = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = "suggestions";
    this.list.className = "suggestions";
    this.list.hidden = true;
    set(this.list, { role: "listbox", "aria-label": this.words.label });
    this.status = document.createElement("p");
    this.status.className = "unseen";
    set(this.status, { role: "status", "aria-live": "polite" });
    form.append(this.list, this.status);
    set(this.box, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id });
    this.listen();
  }

  listen() {
    // While an input method composes a word, what is in the box is not yet what is meant.
    this.box.addEventListener("input", e => { if (!e.isComposing) this.later(); });
    this.box.addEventListener("compositionstart", () => this.close());
    this.box.addEventListener("compositionend", () => this.later());
    this.box.addEventListener("keydown", e => this.key(e));
    this.box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", e => e.preventDefault()); // the box keeps the focus, as the list is a part of it
    this.list.addEventListener("click", e => {
      const option = e.target.closest("[role=option]");
      if (option) this.take(this.items[[...this.list.children].indexOf(option)]);
    });
    this.form.addEventListener("submit", () => this.close());
  }

  later() {
    this.stop();
    if (!this.box.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(), wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    this.stop();
    const request = this.request = new AbortController();
    try {
      const answer = await fetch(this.words.suggest + "?" + new URLSearchParams({ q: this.box.value }), { signal: request.signal });
      if (!answer.ok) return this.close();
      const found = (await answer.json()).suggestions;
      if (!request.signal.aborted && document.activeElement === this.box) this.show(found);
    } catch {
      if (!request.signal.aborted) this.close();
    }
  }

  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, i) => this.option(item, i)));
    this.open(items.length > 0);
    const text = items.length === 0 ? this.words.none : items.length === 1 ? this.words.single : this.words.several;
    this.status.textContent = text.replace("%s", items.length);
  }

  option(item, i) {
    const li = document.createElement("li");
    li.id = "suggestion-" + i;
    set(li, { role: "option", "aria-selected": "false" });
    const what = document.createElement("bdi");
    what.className = "what";
    what.textContent = plain.has(item.kind) ? item.q : item.text;
    li.append(what, " ", span("kind", this.words["kind" + item.kind[0].toUpperCase() + item.kind.slice(1)]));
    if (item.count) {
      li.append(" ", span("n", item.count.toLocaleString(document.documentElement.lang)), span("unseen", " " + this.words.documents));
    }
    return li;
  }

  open(is) {
    this.list.hidden = !is;
    this.box.setAttribute("aria-expanded", String(is));
    this.mark(-1);
  }

  close() {
    this.stop();
    this.open(false);
    this.status.textContent = "";
  }

  mark(i) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    const option = this.list.children[i];
    if (!option) return this.box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", option.id);
  }

  key(e) {
    if (e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
    const open = !this.list.hidden;
    switch (e.key) {
    case "ArrowDown":
    case "ArrowUp":
      e.preventDefault();
      if (!open) return this.box.value.trim() && this.ask();
      return this.mark(around(this.active + (e.key === "ArrowDown" ? 1 : -1), this.items.length));
    case "Escape":
      if (open) e.preventDefault(); // the next one empties the box
      return this.close();
    case "Enter":
      if (!open || this.active < 0) return this.close();
      e.preventDefault();
      return this.take(this.items[this.active]);
    }
  }

  take(item) {
    this.box.value = item.q;
    this.close();
    this.form.requestSubmit();
  }
}

// around counts the options in a ring, with the box itself, -1, between the last and the first.
function around(i, n) { return i < -1 ? n - 1 : i >= n ? -1 : i; }

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function span(name, text) {
  const e = document.createElement("span");
  e.className = name;
  e.textContent = text;
  return e;
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
