// data-wh-chart: a <figure> (parts/chart.html) whose table is the truth; this module paints it as a picture with ECharts.
//
// In:   data-wh-chart="line" | "bar" | "rows"   line with a labelled end, upright bars from 0, lying bars from 0
//       data-wh-target="95"                     dashed line across (optional)
//       data-wh-unit="%"                        written after values (optional)
//       table: first column the names, each further column one series (at most three); <td data-value="96.4">, empty: unknown
//       [data-wh-canvas] the place to paint; [data-wh-as-table] the button 「看成表格」
// When: at once; again when theme or text size changes (`wh:look`), the figure's width changes, or its table is swapped.
// Without this module, or without ECharts, the table stands there.

import * as echarts from "../../lib/echarts/echarts.js";
import { mount, token } from "./mount.js";

const DECAL = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8 };

function read(figure) {
  const names = [...figure.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...figure.querySelectorAll("tbody tr")];
  const value = (cell) => (cell?.dataset.value ? Number(cell.dataset.value) : null);
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    series: names.slice(0, 3).map((name, at) => ({ name, values: rows.map((row) => value(row.cells[at + 1])) })),
  };
}

function picture(figure, size) {
  const { whChart: kind, whTarget: target, whUnit: unit } = figure.dataset;
  const { labels, series } = read(figure);
  const lying = kind === "rows";
  const text = { color: token("ink-2"), fontSize: size, fontFamily: token("font") };
  const names = {
    type: "category", data: labels, inverse: lying, boundaryGap: kind !== "line", axisTick: { show: false },
    axisLine: { lineStyle: { color: token("line-strong") } }, axisLabel: { ...text, hideOverlap: true },
  };
  const isWhole = series.every((one) => one.values.every((value) => value === null || Number.isInteger(value)));
  const values = {
    type: "value", minInterval: isWhole ? 1 : 0, scale: kind === "line", splitNumber: 3, axisLabel: { ...text, show: !lying },
    splitLine: { show: !lying, lineStyle: { color: token("grid-line") } },
  };
  if (kind === "line" && target) {
    // An axis that starts higher must still reach the target: a line nobody sees is no target.
    values.min = ({ min }) => (Number(target) < min ? Number(target) : null);
    values.max = ({ max }) => (Number(target) > max ? Number(target) : null);
  }
  const aim = target && {
    silent: true, symbol: "none", label: { show: false },
    lineStyle: { color: token("ink-2"), type: "dashed", width: 2 }, data: [{ [lying ? "xAxis" : "yAxis"]: Number(target) }],
  };
  const alone = series.length === 1;
  const say = { show: true, color: token("ink"), fontSize: size * 1.1, fontFamily: text.fontFamily, fontWeight: 700 };
  const drawn = series.map((one, at) => ({
    name: one.name, data: one.values, animation: false, markLine: at ? undefined : aim || undefined,
    itemStyle: { color: token(`series-${at + 1}`), decal: at === 1 && kind !== "line" ? { ...DECAL, color: token("surface") } : undefined },
    ...(kind === "line"
      ? { type: "line", symbol: "none", lineStyle: { width: size / 6, type: at === 1 ? "dashed" : "solid" }, endLabel: alone ? { ...say, formatter: ({ value }) => `${value ?? ""}` } : undefined }
      : { type: "bar", barMaxWidth: size * 1.6, barGap: "15%", label: lying ? { ...say, position: "right" } : undefined }),
  }));
  return {
    animation: false, textStyle: text, aria: { enabled: false },
    grid: { left: 4, right: alone && kind !== "bar" ? size * 4 : 8, top: alone ? size : size * 3, bottom: 4, containLabel: true },
    legend: alone ? undefined : { top: 0, left: 0, itemWidth: size, itemHeight: size * 0.7, textStyle: { ...text, color: token("ink") } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: token("ink"), borderWidth: 0, textStyle: { ...text, color: token("paper") }, valueFormatter: (value) => `${value ?? "—"} ${unit || ""}` },
    [lying ? "yAxis" : "xAxis"]: names, [lying ? "xAxis" : "yAxis"]: values, series: drawn,
  };
}

mount("[data-wh-chart]", (figure) => {
  const canvas = figure.querySelector("[data-wh-canvas]");
  const button = figure.querySelector("[data-wh-as-table]");
  const chart = echarts.init(canvas, null, { renderer: "svg", width: 1, height: 1 });
  const paint = () => {
    const size = Number.parseFloat(getComputedStyle(canvas).fontSize);
    chart.resize({ width: canvas.clientWidth, height: canvas.clientHeight });
    chart.setOption(picture(figure, size), true);
  };
  const show = (asTable) => {
    figure.dataset.shown = asTable ? "table" : "picture";
    button?.setAttribute("aria-pressed", String(asTable));
    if (!asTable) paint();
  };
  if (button) button.hidden = false;
  button?.addEventListener("click", () => show(figure.dataset.shown === "picture"));
  show(false);
  document.addEventListener("wh:look", paint);
  new ResizeObserver(paint).observe(canvas);
  new MutationObserver(paint).observe(figure.querySelector("table"), { childList: true, subtree: true, attributes: true });
});
