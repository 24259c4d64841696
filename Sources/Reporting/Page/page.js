// Finds the figures of the page, draws each, and lets mouse and keyboard walk over its marks.

const report = JSON.parse(document.getElementById("report").textContent);
const tooltip = document.getElementById("tooltip");
const root = document.documentElement;
const draw = {
  histogram: drawHistogram, bars: drawBars, lines: drawLines, scatter: drawScatter,
  heatMap: drawHeatMap, intervals: drawIntervals,
};
const figures = [];

function setUp(figure) {
  const [section, block, index] = figure.dataset.path.split(".").map(Number);
  const { title, plot, isWide } = report.sections[section].blocks[block].content[index];
  const host = figure.querySelector(".plot");
  if (isWide) host.dataset.wide = "yes";
  const names = (plot.series ?? []).map((series) => series.name);
  const state = { figure, host, plot, marks: [], at: -1, shown: names.map(() => true), options: {} };
  const bar = element(host.parentNode, "div", { class: "legend" });
  host.before(bar);
  if (names.length > 1) names.forEach((name, series) => legendButton(bar, state, name, series));
  if (takesLogarithm(plot)) logarithmButton(bar, state);
  host.tabIndex = 0;
  host.setAttribute("role", "application");
  host.setAttribute("aria-label", `${title}. Use the arrow keys to read its values.`);
  host.addEventListener("pointermove", (event) => point(state, event));
  host.addEventListener("pointerdown", (event) => point(state, event));
  host.addEventListener("pointerleave", () => unmark(state));
  host.addEventListener("blur", () => unmark(state));
  host.addEventListener("keydown", (event) => walk(state, event));
  figures.push(state);
  redraw(state);
  new ResizeObserver(() => {
    if (Math.abs(host.clientWidth - state.width) > 1) redraw(state);
  }).observe(host);
}

function legendButton(bar, state, name, series) {
  const style = `--colour: ${seriesColour(series)}`;
  const button = element(bar, "button", { type: "button", "aria-pressed": "true" });
  element(button, "i", { class: keyClass(state.plot, series), style });
  button.append(name);
  button.addEventListener("click", () => {
    state.shown[series] = !state.shown[series];
    button.setAttribute("aria-pressed", String(state.shown[series]));
    redraw(state);
  });
}

// A key looks as its series does in the plot.
function keyClass(plot, series) {
  if (plot.kind === "lines") return `key line dash-${series % 4}`;
  if (plot.kind === "scatter") return series ? "key diamond" : "key point";
  return series ? "key hollow" : "key";
}

// Where nothing is positive, a logarithm would show nothing.
function takesLogarithm(plot) {
  return plot.kind === "histogram"
    || plot.kind === "lines" && plot.series.some((series) => series.y.some((y) => number(y) > 0));
}

function logarithmButton(bar, state) {
  const starts = (state.plot.kind === "lines" ? state.plot.y : state.plot.shares).scale === "logarithmic";
  const button = element(bar, "button",
    { type: "button", class: "option", "aria-pressed": String(starts) }, "log scale");
  state.options.logarithmic = starts;
  button.addEventListener("click", () => {
    state.options.logarithmic = !state.options.logarithmic;
    button.setAttribute("aria-pressed", String(state.options.logarithmic));
    redraw(state);
  });
}

function redraw(state) {
  unmark(state);
  state.width = state.host.clientWidth;
  state.host.replaceChildren();
  try {
    state.marks = draw[state.plot.kind](state.host, state.plot, state.shown, state.options);
    state.figure.dataset.marks = state.marks.length;
    state.figure.dataset.drawn = "true";
  } catch (error) {
    state.figure.dataset.drawn = "false";
    element(state.host, "p", { class: "note warning" }, `This plot could not be drawn: ${error.message}`);
    fail(error);
  }
}

// The nearest mark to a point: the box that holds it, else the closest point within reach.
function nearest(marks, x, y) {
  let best = -1;
  let distance = 30 ** 2;
  marks.forEach((mark, index) => {
    const [wide, high] = [mark.width ?? 0, mark.height ?? 0];
    const dx = Math.max(mark.x - x, 0, x - mark.x - wide);
    const dy = Math.max(mark.y - y, 0, y - mark.y - high);
    const far = dx * dx + dy * dy;
    if (far < distance) { distance = far; best = index; }
  });
  return best;
}

function point(state, event) {
  const svg = state.host.querySelector("svg");
  if (!svg) return;
  const box = svg.getBoundingClientRect();
  const zoom = svg.viewBox.baseVal.width / box.width;
  mark(state, nearest(state.marks, (event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom));
}

function walk(state, event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const last = state.marks.length - 1;
  if (event.key === "Escape") { unmark(state); return; }
  let to = null;
  if (event.key in steps) to = state.at < 0 ? 0 : Math.max(0, Math.min(last, state.at + steps[event.key]));
  if (event.key === "Home") to = 0;
  if (event.key === "End") to = last;
  if (to === null || last < 0) return;
  event.preventDefault();
  mark(state, to);
}

function mark(state, index) {
  if (index === state.at) return;
  unmark(state);
  const found = state.marks[index];
  const svg = state.host.querySelector("svg");
  if (!found || !svg) return;
  state.at = index;
  const shape = found.width === undefined
    ? element(svg, "circle", { cx: found.x, cy: found.y, r: 5 })
    : element(svg, "rect", { x: found.x, y: found.y, width: found.width, height: found.height });
  shape.setAttribute("class", "marked");
  tooltip.replaceChildren();
  element(tooltip, "strong", {}, found.title);
  for (const { index: series, name, text } of found.lines) {
    const line = element(tooltip, "div");
    if (series !== undefined) element(line, "i", { class: keyClass(state.plot, series), style: `--colour: ${seriesColour(series)}` });
    element(line, "span", {}, name);
    element(line, "b", {}, text);
  }
  tooltip.hidden = false;
  const box = shape.getBoundingClientRect();
  const [wide, high] = [tooltip.offsetWidth, tooltip.offsetHeight];
  const middle = box.left + box.width / 2 - wide / 2;
  const above = box.top - high - 8;
  tooltip.style.left = `${Math.max(4, Math.min(window.innerWidth - wide - 4, middle))}px`;
  tooltip.style.top = `${above >= 4 ? above : Math.min(box.bottom + 8, window.innerHeight - high - 4)}px`;
}

function unmark(state) {
  state.at = -1;
  state.host.querySelectorAll(".marked").forEach((shape) => shape.remove());
  tooltip.hidden = true;
}

// What went wrong stands on the root element, where a test finds it.
function fail(error) {
  root.dataset.failures = Number(root.dataset.failures ?? 0) + 1;
  root.dataset.failure = String(error?.message ?? error);
}

window.addEventListener("error", (event) => fail(event.error ?? event.message));
root.dataset.failures = 0;
document.querySelectorAll("figure[data-path]").forEach(setUp);
// Canvas keeps the colours it was painted with, hence painted anew for dark, light and paper.
const paintAnew = () => figures.filter((state) => state.plot.kind === "scatter").forEach(redraw);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintAnew);
window.matchMedia("print").addEventListener("change", paintAnew);
root.dataset.figures = figures.length;
