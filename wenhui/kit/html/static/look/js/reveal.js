// data-wh-reveal="ID": a button that shows and hides what is typed in the password field with that id.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wh-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.whReveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});
