// The filters without a button: what is chosen is asked for at once, by going where
// the form would go. The reader finds the new page as this one was left: at the same
// height, with the same things unfolded and the keyboard on the same box.
'use strict';

(() => {
  const form = document.querySelector('#filters form');
  if (!form) return;
  const sheet = document.getElementById('filters');
  const place = 'vankien.place';

  // address is where the form leads, without its empty fields.
  const address = () => {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== '') given.append(name, value);
    const query = given.toString();
    return form.getAttribute('action') + (query && '?' + query);
  };

  const selector = box => box.id ? '#' + CSS.escape(box.id) : box.name ? `[name="${CSS.escape(box.name)}"][value="${CSS.escape(box.value)}"]` : '';

  const go = box => {
    const to = address();
    if (to === location.pathname + location.search) return;
    sessionStorage.setItem(place, JSON.stringify({
      to, y: scrollY, inner: sheet.scrollTop, box: selector(box), open: sheet.matches(':popover-open'),
      unfolded: [...form.querySelectorAll('details[open]')].map(d => d.closest('fieldset').dataset.field),
    }));
    location.assign(to);
  };

  // restore takes the reader back to where the last choice was made, and has the
  // number of results read out.
  const restore = () => {
    let was = null;
    try { was = JSON.parse(sessionStorage.getItem(place)); } catch { /* not ours */ }
    sessionStorage.removeItem(place);
    if (!was || was.to !== location.pathname + location.search) return;
    for (const field of was.unfolded) form.querySelector(`fieldset[data-field="${field}"] details`)?.setAttribute('open', '');
    if (was.open) sheet.showPopover();
    const box = form.querySelector(was.box || '.apply button');
    box?.closest('details')?.setAttribute('open', '');
    box?.focus({preventScroll: true, focusVisible: true});
    sheet.scrollTop = was.inner;
    scrollTo({top: was.y, behavior: 'instant'});
    const status = document.getElementById('count');
    if (status) {
      const text = status.innerHTML;
      status.textContent = '';
      setTimeout(() => { status.innerHTML = text; }, 150);
    }
  };

  form.addEventListener('change', event => {
    const box = event.target;
    if (box.type !== 'checkbox') return;
    if (box.checked) {
      const other = box.name.startsWith('-') ? box.name.slice(1) : '-' + box.name;
      const twin = form.querySelector(`[name="${CSS.escape(other)}"][value="${CSS.escape(box.value)}"]`);
      if (twin) twin.checked = false;
    }
    go(box);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    sheet.matches(':popover-open') && sheet.hidePopover();
    go(document.activeElement);
  });

  // A field in a long facet looks among all its values, as the page of the facet does.
  for (const field of form.querySelectorAll('.within')) {
    const set = field.closest('fieldset'), whole = set.querySelector('.whole'), list = set.querySelector('details ul');
    const own = [...list.children];
    let last = 0, timer = 0;
    const look = async () => {
      const at = ++last, sought = field.value.trim();
      if (!sought) { list.replaceChildren(...own); return; }
      const to = new URL(whole.href);
      to.searchParams.set('fq', sought);
      to.searchParams.set('per_page', '20');
      const answer = await fetch(to);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (at !== last || !answer.ok) return;
      const seen = new Set([...set.querySelectorAll(':scope > ul input')].map(i => i.value));
      list.replaceChildren(...[...page.querySelectorAll('fieldset.facet li')].filter(li => !seen.has(li.querySelector('input').value)));
    };
    field.hidden = false;
    field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, 150); });
    field.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });
  }

  restore();
})();

// Escape closes what unfolds over the list.
document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && document.querySelector('.menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
