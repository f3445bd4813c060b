// data-wh-live="/cockpit/live/?…": keeps the figures inside the element as they are now, over server-sent events.
//
// In:   event `tile`, data {"id": "f-open", "html": "<a id=\"f-open\" …>"}: the element with that id is replaced by the html,
//         which has one root with the same id. Focus inside it is kept by id. The server sends every tile once on connecting.
//       event `refresh`, data {"id": "map"}: the element with that id is told `wh:refresh` (a map fetches again).
//       event `beat`, data {"at": "09:41:58"}: at least every 15 s; put into every [data-wh-as-of].
//       event `bye`: the server is stopping; connect again without waiting for the silence to be noticed.
//       event `ended`: the login or the post has ended; the page is loaded anew and says so.
// Out:  data-link="waiting" | "live" | "lost" on the root element; [data-wh-link] (parts/link.html) shows it with the minutes.
// A connection silent for 45 s is lost. It comes back by itself: after 1 s, 2 s, 4 s, … at most 30 s, with a spread so that the
// walls of a city do not all knock at once; at once when the machine wakes or the network returns.

import { swap } from "./swap.js";

const SILENCE = 45_000;
const LONGEST = 30_000;
const root = document.documentElement;

function say(state, since) {
  root.dataset.link = state;
  if (state !== "lost") return;
  const minutes = Math.floor((Date.now() - since) / 60_000);
  for (const place of document.querySelectorAll("[data-wh-link]")) {
    const words = minutes ? place.dataset.whMinutes.replace("{n}", minutes) : place.dataset.whJustNow;
    const age = place.querySelector("[data-wh-age]");
    if (age.textContent !== words) age.textContent = words; // only a change is read out
  }
}

function follow(element) {
  let source = null;
  let heard = Date.now();
  let tries = 0;
  let again = 0;

  const hear = (event) => {
    heard = Date.now();
    tries = 0;
    say("live", heard);
    return event.data ? JSON.parse(event.data) : {};
  };

  function connect() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(element.dataset.whLive);
    source.addEventListener("open", hear);
    source.addEventListener("tile", (event) => swap(hear(event)));
    source.addEventListener("refresh", (event) => document.getElementById(hear(event).id)?.dispatchEvent(new CustomEvent("wh:refresh")));
    source.addEventListener("beat", (event) => {
      const { at } = hear(event);
      for (const place of document.querySelectorAll("[data-wh-as-of]")) place.textContent = at;
    });
    source.addEventListener("bye", lose);
    source.addEventListener("ended", () => window.location.reload());
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) leaveIfEnded(); // refused, not cut off
      lose();
    };
  }

  // A login that ended while the wall was cut off is answered by the page itself: it leads to the login, or refuses.
  async function leaveIfEnded() {
    const answer = await fetch(window.location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect" || answer?.status === 403) window.location.reload();
  }

  function lose() {
    source.close();
    say("lost", heard);
    const wait = Math.min(LONGEST, 1000 * 2 ** tries) * (0.75 + Math.random() / 2);
    tries += 1;
    clearTimeout(again);
    again = setTimeout(connect, wait);
  }

  setInterval(() => {
    if (root.dataset.link === "lost") say("lost", heard);
    else if (Date.now() - heard > SILENCE) lose();
  }, 1000);
  for (const name of ["online", "pageshow"]) window.addEventListener(name, () => root.dataset.link === "lost" && connect());
  window.addEventListener("pagehide", () => source.close());
  say("waiting", heard);
  connect();
}

const element = document.querySelector("[data-wh-live]");
if (element) follow(element);
