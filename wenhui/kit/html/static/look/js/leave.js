// data-wh-leave: a form that asks before one leaves it with something typed and not sent. The browser words the question.

const touched = new WeakSet();

const dirty = () => [...document.querySelectorAll("form[data-wh-leave]")].some((form) => touched.has(form));

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-wh-leave]");
  if (form) touched.add(form);
});

for (const name of ["submit", "reset"]) document.addEventListener(name, (event) => touched.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});
