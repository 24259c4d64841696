// A matrix as colours. The style sheet mixes the colours, so that they follow light and dark.

function drawHeatMap(host, plot) {
  const width = Math.max(220, host.clientWidth || 600);
  const [rows, columns] = [plot.rows.length, plot.columns.length];
  const widest = (names) => largest([20, ...names.map(textWidth)]);
  const left = Math.min(widest(plot.rows), width * 0.3) + 8;
  const below = Math.min(widest(plot.columns), 130) * 0.72 + 18;
  const wide = Math.max(4, Math.min(72, (width - left - 14) / Math.max(1, columns)));
  const high = Math.max(7, Math.min(28, wide));
  const height = rows * high + below + 50;
  const svg = element(host, "svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", focusable: "false" });
  const values = plot.values.map((row) => row.map(number));
  const axis = { ...plot.axis };
  const all = values.flat().filter(Number.isFinite);
  const diverging = plot.colours === "diverging";
  const bound = largest(all.map(Math.abs));
  const [low, upper] = domainOf(
    { ...axis, lower: axis.lower ?? (diverging ? -bound : undefined), upper: axis.upper ?? (diverging ? bound : undefined) }, all);
  const colour = (value) => heatColour((value - low) / (upper - low || 1), diverging);
  const top = 46;
  const marks = [];
  const gap = wide > 8 ? 1 : 0;
  const cells = element(svg, "g", { class: "marks" });
  values.forEach((row, i) => row.forEach((value, j) => {
    const box = { x: left + j * wide, y: top + i * high, width: wide - gap, height: high - gap };
    const known = Number.isFinite(value);
    element(cells, "rect", {
      class: known ? "cell" : "cell unknown", ...box,
      style: known ? `fill: ${colour(value)}` : "",
    });
    if (known) {
      marks.push({
        ...box, title: `${plot.rows[i]} × ${plot.columns[j]}`,
        lines: [{ name: axis.label, text: written(value, axis, 4) }],
      });
    }
  }));
  const names = element(svg, "g", { class: "axes", "aria-hidden": "true" });
  plot.rows.forEach((name, i) => {
    if (i % Math.ceil(11 / high)) return;
    const text = fitted(name, left - 8);
    element(names, "text", { x: left - 6, y: top + (i + 0.5) * high + 4, "text-anchor": "end" }, text);
  });
  plot.columns.forEach((name, j) => {
    if (j % Math.ceil(11 / wide)) return;
    const at = left + (j + 0.5) * wide;
    const turn = `translate(${at + 3} ${top + rows * high + 12}) rotate(-45)`;
    // A slanted name runs to the lower left, where the picture ends.
    const text = fitted(name, Math.min(130, (at - 2) / 0.72));
    element(names, "text", { transform: turn, "text-anchor": "end" }, text);
  });
  heatLegend(svg, axis, low, upper, left, Math.min(260, width - left - 60), diverging);
  return marks;
}

function heatColour(share, diverging) {
  const [from, to] = share < 0.5 ? [0, 1] : [1, 2];
  const part = Math.max(0, Math.min(1, share < 0.5 ? share * 2 : share * 2 - 1));
  const name = diverging ? "diverging" : "sequential";
  return `color-mix(in oklab, var(--${name}-${to}) ${(part * 100).toFixed(1)}%, var(--${name}-${from}))`;
}

function heatLegend(svg, axis, low, high, left, width, diverging) {
  const steps = 40;
  const legend = element(svg, "g", { class: "axes" });
  range(steps).forEach((step) => element(legend, "rect", {
    x: left + (width * step) / steps, y: 20, width: width / steps + 0.5, height: 8,
    style: `fill: ${heatColour((step + 0.5) / steps, diverging)}`,
  }));
  element(legend, "text", { class: "name", x: left, y: 15 }, fitted(axis.label, width));
  element(legend, "text", { x: left, y: 40 }, written(low, axis, 3));
  element(legend, "text", { x: left + width, y: 40, "text-anchor": "end" }, written(high, axis, 3));
}
