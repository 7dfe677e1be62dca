// What a report does beyond reading: the drawing zooms and moves, works tell of themselves, readings switch.
(() => {
  "use strict";
  const canvas = document.querySelector(".canvas");
  const panel = document.getElementById("panel");

  if (canvas) {
    const svg = canvas.querySelector("svg");
    const width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
    let scale = 1;
    const zoom = (wanted, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const next = Math.min(4, Math.max(0.05, wanted));
      const left = (canvas.scrollLeft + x) / scale, top = (canvas.scrollTop + y) / scale;
      scale = next;
      svg.setAttribute("width", width * scale);
      svg.setAttribute("height", height * scale);
      canvas.scrollLeft = left * scale - x;
      canvas.scrollTop = top * scale - y;
    };
    const whole = () => Math.min(1, (canvas.clientWidth - 2) / width);
    const fit = () => zoom(whole());
    const steps = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit };
    document.querySelector(".tools").hidden = false;
    document.querySelectorAll("[data-zoom]").forEach((button) =>
      button.addEventListener("click", () => steps[button.dataset.zoom]()));
    canvas.addEventListener("keydown", (event) => {
      const step = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key];
      if (step && !event.ctrlKey && !event.metaKey) { event.preventDefault(); steps[step](); }
    });
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    let held = null, moved = false;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      held = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
      moved = false;
    });
    window.addEventListener("pointermove", (event) => {
      if (!held) return;
      const left = held.x - event.clientX, top = held.y - event.clientY;
      moved = moved || Math.abs(left - canvas.scrollLeft) + Math.abs(top - canvas.scrollTop) > 4;
      if (moved) { canvas.classList.add("held"); canvas.scrollLeft = left; canvas.scrollTop = top; }
    });
    window.addEventListener("pointerup", () => { held = null; canvas.classList.remove("held"); });
    canvas.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("click", (event) => {
      if (moved) { event.preventDefault(); event.stopPropagation(); moved = false; }
    }, true);
    if (whole() >= 0.55) fit();
    else {
      zoom(0.8);
      const asked = svg.querySelector(".asked");
      if (asked) {
        const box = asked.getBoundingClientRect(), frame = canvas.getBoundingClientRect();
        canvas.scrollLeft += box.left - frame.left + (box.width - frame.width) / 2;
        canvas.scrollTop += box.top - frame.top + (box.height - frame.height) / 2;
      }
    }
  }

  const show = (id, from) => {
    const told = document.getElementById(id);
    if (!told || !panel) return false;
    const copy = document.createElement("div");
    const title = document.createElement("h3");
    for (const part of told.querySelector("summary").childNodes) title.append(part.cloneNode(true));
    copy.append(title);
    for (const part of told.children) if (part.tagName !== "SUMMARY") copy.append(part.cloneNode(true));
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = "Close";
    const back = () => { panel.hidden = true; from?.focus(); };
    close.addEventListener("click", back);
    panel.onkeydown = (event) => { if (event.key === "Escape") back(); };
    panel.replaceChildren(close, copy);
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    return true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || !(link.closest(".canvas") || link.closest(".panel"))) return;
    if (show(link.getAttribute("href").slice(1), link.closest(".canvas") ? link : null)) event.preventDefault();
  });
  const reveal = () => {
    const told = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = told; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    told?.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  const closed = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("section:not(.works) details:not([open])")) {
      part.open = true;
      closed.push(part);
    }
  });
  window.addEventListener("afterprint", () => { for (const part of closed.splice(0)) part.open = false; });

  const form = document.getElementById("readings");
  if (form) {
    const every = JSON.parse(document.getElementById("every").textContent);
    const boxes = every.names.map((_, number) => document.getElementById(`r${number}`));
    const output = document.getElementById("then");
    const buttons = [...form.querySelectorAll("[data-profile]")];
    const held = () => boxes.map((box) => (box.checked ? "1" : "0")).join("");
    const answer = () => {
      const status = every.statuses[every.rows[held()]];
      const chip = document.createElement("span");
      chip.className = `chip ${status}`;
      const mark = document.createElement("span");
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = every.marks[status];
      chip.append(mark, ` ${status}`);
      output.replaceChildren(chip);
      const same = buttons.find((button) => every.profiles[button.dataset.profile] === held());
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === same));
    };
    boxes.forEach((box) => box.addEventListener("change", answer));
    buttons.forEach((button) => button.addEventListener("click", () => {
      const wanted = every.profiles[button.dataset.profile];
      boxes.forEach((box, number) => { box.checked = wanted[number] === "1"; });
      answer();
    }));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    answer();
  }
})();
