/* Draws every <figure class="chart"> from the JSON option beside it. Chalkline, Apache-2.0. */
(function () {
  "use strict";
  var dark = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : { matches: false };

  function escape(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
  }

  function trim(value, digits) {
    return String(parseFloat(value.toPrecision(digits)));
  }

  function number(value, style) {
    if (typeof value !== "number" || !isFinite(value)) { return "–"; }
    if (style === "percent") { return trim(value * 100, 4) + "%"; }
    var size = Math.abs(value), sign = value < 0 ? "−" : "", mark = style === "dollars" ? "$" : "";
    var units = [[1e15, "P"], [1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
    if (style !== "plain" && size >= 9999.5) {
      for (var i = 0; i < units.length; i++) {
        if (size >= units[i][0]) { return sign + mark + trim(size / units[i][0], 4) + units[i][1]; }
      }
    }
    return sign + mark + trim(size, style === "plain" ? 12 : 4);
  }

  function axisLabels(axis) {
    if (!axis.chalk) { return; }
    var labels = axis.chalk.labels;
    axis.axisLabel.formatter = function (value) {
      for (var i = 0; i < labels.length; i++) {
        // A logarithmic axis hands back exp(log(tick)), which may differ in the last digits.
        if (Math.abs(labels[i][0] - value) <= 1e-6 * Math.abs(value) + 1e-300) { return labels[i][1]; }
      }
      return "";
    };
  }

  function tooltip(option) {
    var across = option.chalk.horizontal ? option.yAxis : option.xAxis;
    var along = option.chalk.horizontal ? option.xAxis : option.yAxis;
    function row(item) {
      var series = option.series[item.seriesIndex];
      if (series.chalk && series.chalk.skip) { return ""; }
      var data = item.data || {}, value = item.value;
      var measured = Array.isArray(value) ? value[1] : value;
      if (typeof measured !== "number") { return ""; }
      var style = along.chalk ? along.chalk.style : "short";
      var band = series.chalk && series.chalk.skip === false;
      return "<tr><td>" + item.marker + escape(item.seriesName) + "</td><td class='tip-number'>" +
        escape(band ? data.tip : number(measured, style)) + "</td></tr>" +
        (data.tip && !band ? "<tr><td colspan='2' class='tip-text'>" + escape(data.tip).replace(/\n/g, "<br>") +
          "</td></tr>" : "");
    }
    return function (params) {
      var items = Array.isArray(params) ? params : [params];
      var rows = items.map(row).join("");
      if (!rows) { return ""; }
      var first = items[0], value = Array.isArray(first.value) ? first.value[0] : first.name;
      var head = across.chalk ? across.name + ": " + number(value, across.chalk.style) : first.name;
      return "<div class='tip-head'>" + escape(head) + "</div><table class='tip'>" + rows + "</table>";
    };
  }

  function themed(text, swaps) {
    if (!dark.matches) { return text; }
    return text.replace(/"#[0-9a-f]{6}"/g, function (colour) { return '"' + (swaps[colour.slice(1, 8)] || colour.slice(1, 8)) + '"'; });
  }

  function narrow(option, width) {
    // On a phone the names at the line ends would leave no room for the lines.
    if (option.chalk.legend !== "direct" || width >= 640) { return; }
    option.legend.show = true;
    option.grid.top += 30;
    option.grid.right = 24;
    option.series.forEach(function (series) { if (series.endLabel) { series.endLabel.show = false; } });
  }

  function draw(figure, swaps) {
    var box = figure.querySelector(".canvas");
    var text = figure.querySelector("script").textContent;
    var chart, drawnNarrow;
    function paint() {
      var option = JSON.parse(themed(text, swaps));
      drawnNarrow = box.clientWidth < 640;
      axisLabels(option.xAxis);
      axisLabels(option.yAxis);
      option.tooltip.formatter = tooltip(option);
      option.tooltip.className = "chart-tip";
      option.tooltip.backgroundColor = dark.matches ? "#1e242b" : "#ffffff";
      option.tooltip.borderColor = dark.matches ? "#3a444f" : "#d5dbe1";
      option.tooltip.textStyle = { color: dark.matches ? "#e8ecf1" : "#1f2933", fontSize: 13 };
      narrow(option, box.clientWidth);
      if (chart) { chart.dispose(); }
      chart = echarts.init(box, null, { renderer: "svg" });
      chart.setOption(option);
    }
    paint();
    window.addEventListener("resize", function () {
      if ((box.clientWidth < 640) !== drawnNarrow) { paint(); } else { chart.resize(); }
    });
    window.addEventListener("beforeprint", function () { chart.resize(); });
    if (dark.addEventListener) { dark.addEventListener("change", paint); }
  }

  function sortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var up = false;
      function sort() {
        var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
        up = !up;
        rows.sort(function (a, b) {
          var x = a.cells[column], y = b.cells[column];
          var p = x.getAttribute("data-value"), q = y.getAttribute("data-value");
          var order = p !== null && q !== null ? parseFloat(p) - parseFloat(q)
            : x.textContent < y.textContent ? -1 : x.textContent > y.textContent ? 1 : 0;
          return up ? order : -order;
        });
        rows.forEach(function (row) { body.appendChild(row); });
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
      }
      head.addEventListener("click", sort);
      head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sort(); } });
    });
  }

  function start() {
    if (window.echarts) {
      var swaps = JSON.parse(document.getElementById("chart-dark").textContent);
      document.querySelectorAll("figure.chart").forEach(function (figure) { draw(figure, swaps); });
    }
    if (window.katex) {
      document.querySelectorAll("[data-math]").forEach(function (place) {
        katex.render(place.textContent, place, { displayMode: place.getAttribute("data-math") === "block", throwOnError: false });
      });
    }
    document.querySelectorAll("table.data").forEach(sortable);
  }

  window.chalkCharts = { draw: draw };
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
