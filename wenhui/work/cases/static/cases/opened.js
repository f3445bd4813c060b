// data-wh-opens: a list whose links open a case beside it. After htmx has put the case there, its row is
// marked. Going back in the browser brings the page as the server has it: htmx keeps no copies.

function mark(number) {
  for (const row of document.querySelectorAll("[data-wh-opens] [data-number]")) {
    const is = String(row.dataset.number === number);
    row.setAttribute(row.matches("tr") ? "aria-selected" : "aria-current", is);
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  const opened = document.getElementById("opened");
  if (!opened || event.detail.target?.id !== "opened") return;
  mark(opened.dataset.number);
  opened.scrollIntoView({ block: "nearest" });
});
