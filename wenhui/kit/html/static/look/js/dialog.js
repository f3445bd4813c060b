// data-wh-open="ID": a button, or a link to a page that asks the same without JavaScript, that opens the <dialog> with that id;
// data-wh-close inside it closes it without doing anything.
// A click on the scrim closes it too. Focus goes back to the button that opened it (the browser's own doing).

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-wh-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.whOpen)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog[data-wh-dialog]");
  if (!dialog) return;
  const box = dialog.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  // A key press on a button arrives as a click at 0, 0: only real clicks outside count.
  if (event.target.closest("[data-wh-close]") || (event.target === dialog && event.detail > 0 && !inside)) dialog.close();
});
