// Copying: every citation has a button, and a selection in the text of a document is
// copied in quotation marks with its source and the link of its paragraph. Without
// this all of it can be selected, and the page of a paragraph shows it ready.
'use strict';

(() => {
  const box = document.querySelector('[data-copy]');
  if (!box) return;

  const button = (label, to) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = label;
    b.addEventListener('click', to);
    return b;
  };

  // give copies a text and says so beside a button; where that is not allowed the
  // text is selected instead.
  const give = async (text, said, of) => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = box.dataset.copied;
    } catch {
      if (of) getSelection().selectAllChildren(of);
      else said.textContent = text;
    }
  };

  for (const way of box.querySelectorAll('.way')) {
    const said = document.createElement('output');
    said.className = 'said';
    const b = button(box.dataset.copy, () => give(way.querySelector('bdi').textContent.trim(), said, way));
    b.className = 'copy';
    const name = document.getElementById(way.closest('[aria-labelledby]')?.getAttribute('aria-labelledby')) ?? way.parentElement.querySelector('h2');
    if (name) b.setAttribute('aria-label', `${b.textContent}: ${name.textContent}`);
    const line = document.createElement('p');
    line.className = 'copying';
    line.append(b, said);
    way.after(line);
  }

  // What is selected in the text.

  const text = document.querySelector('article.text');
  const tools = document.querySelector('.reader');
  if (!text || !box.dataset.note) return;

  const paragraphOf = (node) => (node.nodeType === 3 ? node.parentElement : node).closest('.text [id^=p]:not([id^=page])');

  // pageBefore is the number of the page of the original on which an element stands.
  const pageBefore = (e) => {
    let page = '';
    for (const leaf of text.querySelectorAll('.leaf[id^=page-]')) {
      if (leaf.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) page = leaf.id.slice('page-'.length);
    }
    return page;
  };

  // quoted is the selection, or null when nothing of the text is selected.
  const quoted = () => {
    const s = getSelection();
    if (s.isCollapsed || s.rangeCount === 0) return null;
    const range = s.getRangeAt(0);
    const p = paragraphOf(range.startContainer);
    const passage = s.toString().replace(/\s+/g, ' ').trim();
    if (passage === '' || !text.contains(range.commonAncestorContainer)) return null;
    const where = [box.dataset.note];
    let url = box.dataset.url;
    if (p) {
      const n = p.id.slice(1), page = pageBefore(p);
      if (page) where.push(box.dataset.page.replace('{n}', page));
      where.push(box.dataset.paragraph.replace('{n}', n));
      url += `?p=${n}#p${n}`;
    }
    where.push(url);
    return { range, text: `“${passage}” (${where.join(', ')})` };
  };

  const said = tools?.querySelector('output') ?? document.createElement('output');
  const copy = () => {
    const q = quoted();
    if (q) give(q.text, said);
    return q !== null;
  };

  const over = button(box.dataset.quote, copy);
  over.className = 'quoting';
  over.title = 'q';
  over.hidden = true;
  text.after(over);
  over.addEventListener('pointerdown', (e) => e.preventDefault()); // the selection stays
  document.addEventListener('selectionchange', () => {
    const q = quoted();
    over.hidden = q === null;
    if (q === null) return;
    const r = q.range.getBoundingClientRect();
    over.style.left = `${Math.max(8, Math.min(r.left, innerWidth - over.offsetWidth - 8)) + scrollX}px`;
    over.style.top = `${r.bottom + scrollY + 8}px`;
  });

  addEventListener('keydown', (e) => {
    if (e.key !== 'q' || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    if (e.target.closest?.('input, textarea, select, dialog')) return;
    if (copy()) e.preventDefault();
  });
})();
