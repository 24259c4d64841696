// Curves and clouds of points.

function drawLines(host, plot, shown, { logarithmic }) {
  const yAxis = logarithmic === undefined ? plot.y
    : { ...plot.y, scale: logarithmic ? "logarithmic" : "linear" };
  const curves = plot.series.map((series) => ({ ...series, x: series.x.map(number), y: series.y.map(number) }));
  const levels = plot.horizontalReferences.map((line) => ({ ...line, value: number(line.value) }));
  const x = { axis: plot.x, domain: domainOf(plot.x, curves.flatMap((curve) => curve.x)) };
  const heights = curves.flatMap((curve) => curve.y).concat(levels.map((line) => line.value));
  const y = { axis: yAxis, domain: domainOf(yAxis, heights, 0.05) };
  const frame = framed(host, { height: host.dataset.wide ? 340 : 240, x, y });
  const marks = [];
  curves.forEach((curve, index) => {
    if (!shown[index]) return;
    let path = "";
    let gap = true;
    curve.x.forEach((value, point) => {
      const [px, py] = [frame.x(value), frame.y(curve.y[point])];
      if (!Number.isFinite(px) || !Number.isFinite(py)) { gap = true; return; }
      path += `${gap ? "M" : "L"}${px.toFixed(1)} ${py.toFixed(1)}`;
      gap = false;
      marks.push({
        x: px, y: py, title: `${plot.x.label}: ${written(value, plot.x)}`,
        lines: [{ index, name: curve.name, text: written(curve.y[point], yAxis) }],
      });
    });
    const style = `--colour: ${seriesColour(index)}`;
    element(frame.marks, "path", { class: `curve dash-${index % 4}`, d: path, style });
    if (curve.x.length > 40) return;
    marks.filter((mark) => mark.lines[0].index === index).forEach((mark) =>
      element(frame.marks, "circle", { class: "dot", cx: mark.x, cy: mark.y, r: 2.5, style }));
  });
  levels.forEach((line) => referenceLine(frame, line, false));
  plot.verticalReferences.forEach((line, index) =>
    referenceLine(frame, { ...line, value: number(line.value) }, true, index));
  return marks;
}

function drawScatter(host, plot, shown) {
  const clouds = plot.series.map((series) => ({ ...series, x: series.x.map(number), y: series.y.map(number) }));
  const x = { axis: plot.x, domain: domainOf(plot.x, clouds.flatMap((cloud) => cloud.x), 0.03) };
  const y = { axis: plot.y, domain: domainOf(plot.y, clouds.flatMap((cloud) => cloud.y), 0.03) };
  const wide = host.dataset.wide && host.clientWidth > 700;
  const frame = framed(host, { height: wide ? 480 : 320, x, y });
  const total = clouds.reduce((sum, cloud) => sum + cloud.x.length, 0);
  // A few points among many are what the reader looks for: painted last, and larger.
  const rank = (cloud) => total < 300 || cloud.x.length > 40 ? 0 : cloud.x.length > 1 ? 1 : 2;
  const points = clouds.flatMap((cloud, index) => !shown[index] ? [] : cloud.x.map((value, row) => ({
    // A fixed shuffle, so that no cloud hides another and the picture is always the same.
    order: (row * 2654435761 + index * 40503) % 4294967296, index, rank: rank(cloud),
    x: frame.x(value), y: frame.y(cloud.y[row]), title: cloud.name,
    lines: [{ index, name: plot.x.label, text: written(value, plot.x, 4) },
      { index, name: plot.y.label, text: written(cloud.y[row], plot.y, 4) }],
  }))).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  points.sort((a, b) => a.rank - b.rank || a.order - b.order);
  paintPoints(host, frame, points);
  return points;
}

// Thousands of points are painted on a canvas over the axes: as elements they would be slow.
function paintPoints(host, frame, points) {
  const { width, height } = frame.field;
  const canvas = document.createElement("canvas");
  const density = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = width * density;
  canvas.height = height * density;
  canvas.style.aspectRatio = `${width} / ${height}`;
  host.append(canvas);
  const brush = canvas.getContext("2d");
  const style = getComputedStyle(host);
  const colours = range(6).map((index) => style.getPropertyValue(`--series-${index}`).trim());
  const size = points.length > 2000 ? 1.7 : 2.6;
  brush.scale(density, density);
  const ground = style.getPropertyValue("--surface").trim() || "white";
  brush.lineWidth = 1;
  for (const point of points) {
    brush.globalAlpha = point.rank ? 1 : points.length > 500 ? 0.55 : 0.8;
    brush.fillStyle = brush.strokeStyle = colours[point.index % 6];
    brush.beginPath();
    // The first cloud is dots, the others are diamonds: they differ in shape as well as in colour.
    if (point.index === 0) brush.arc(point.x, point.y, size, 0, 7);
    else {
      const far = size * 1.4 * (1 + point.rank);
      brush.moveTo(point.x, point.y - far);
      brush.lineTo(point.x + far, point.y);
      brush.lineTo(point.x, point.y + far);
      brush.lineTo(point.x - far, point.y);
      brush.closePath();
    }
    brush.fill();
    if (point.rank) {
      brush.strokeStyle = ground;
      brush.stroke();
    }
  }
}
