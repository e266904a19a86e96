// A key is typed once a session: it is kept where only this tab and this site can
// read it, until the tab is closed. Without this file it is typed each time.

const kept = "vankien.key";
const form = document.querySelector("form.keyed");

if (form !== null) {
  const key = form.elements.key;
  if (document.querySelector(".notice.bad") === null) {
    key.value = sessionStorage.getItem(kept) ?? "";
  } else {
    sessionStorage.removeItem(kept); // it may be the key that is wrong
  }
  form.addEventListener("submit", () => sessionStorage.setItem(kept, key.value));
}
