// data-wh-clock: a <time> that keeps the wall clock. It is the hour in the office's zone, as the server wrote it, moved on
// by the time since; figures carry their own as-of time beside it.

const MINUTE = 60_000;
const began = performance.now();

function written(start, passed) {
  const [hours, minutes] = start.split("T")[1].split(":");
  const seconds = Number(start.slice(17, 19)) || 0;
  const now = new Date(2000, 0, 1, Number(hours), Number(minutes), seconds).getTime() + passed;
  const at = new Date(now);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-wh-clock]")) {
    const shown = written(clock.dateTime, performance.now() - began);
    if (clock.textContent !== shown) clock.textContent = shown;
  }
}

setInterval(tick, MINUTE / 12);
