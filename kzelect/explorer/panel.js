// The panel in the browser. It shows what Python says and asks for what the reader wants;
// all reading of numbers and all arithmetic are in Python.

let views = 0;
const PATIENCE = 10000; // milliseconds after which an answer is no longer waited for

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function button(words, click, attributes = {}) {
  return element("button", { type: "button", class: "kz-button", onclick: click, ...attributes }, words);
}

// A box whose text is taken over on Enter and when it is left; no answer writes into it before.
function entry(attributes, take) {
  const done = () => {
    if (box.typing) take(box.value);
    box.typing = false;
  };
  const box = element("input", {
    type: "text", inputmode: "decimal", autocomplete: "off", class: "kz-number", ...attributes,
    oninput: () => { box.typing = true; }, onblur: done,
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") done(); });
  return box;
}

function chooser(label, options, change = () => {}) {
  const select = element(
    "select", { "aria-label": label, onchange: () => change(select.value) },
    ...options.map(([value, words]) => element("option", { value }, words)),
  );
  return [element("label", { class: "kz-row" }, element("span", {}, label), select), select];
}

function radios(name, legend, options, change) {
  const inputs = options.map(([value]) =>
    element("input", { type: "radio", name, value, onchange: () => change(value) }));
  const group = element(
    "div", { class: "kz-radios", role: "radiogroup", "aria-label": legend },
    element("span", { "aria-hidden": "true" }, legend),
    element("div", {}, ...options.map(([, words], i) => element("label", {}, inputs[i], words))),
  );
  return [group, inputs];
}

function render({ model, el }) {
  const view = `view ${Math.random().toString(36).slice(2)} ${++views}`;
  const root = element("div", { class: "kz-panel", "data-lm-suppress-shortcuts": "true" });
  el.append(root);
  let values = {}, asked = 0, gesture = 0, parts = {}, resting = 0;
  let busy = "", since = 0; // the question that waits for its answer, and since when
  const queue = [];
  root.addEventListener("pointerdown", () => gesture++, true);
  root.addEventListener("keydown", (event) => event.repeat || gesture++, true);

  // One question at a time. Of entries that wait, the newest counts; nothing else is left out.
  function ask(what) {
    const last = queue.at(-1);
    if (what.do === "set" && last?.do === "set") {
      const votes = { ...last.values.votes, ...what.values.votes };
      queue[queue.length - 1] = { ...what, values: { ...last.values, ...what.values, votes } };
    } else queue.push(what);
    send();
    clearTimeout(resting); // the picture that stays without a kernel is made once all is quiet
    if (what.do !== "still") resting = setTimeout(() => ask({ do: "still" }), 800);
  }
  function send() {
    if (!queue.length || (busy && Date.now() - since < PATIENCE)) return;
    busy = `${view}:${++asked}`;
    since = Date.now();
    model.set("ask", { n: busy, gesture: `${view}:${gesture}`, ...queue.shift() });
    model.save_changes();
  }
  function set(name, value) {
    values = { ...values, [name]: value };
    ask({ do: "set", values: { [name]: value } });
  }

  // A number box, and if there is a greatest value a slider beside it. Arrows and the mouse
  // move by `step`, with Alt by `fine`.
  function number(name, label, { most = 0, least = 0, step = 1, fine = step }) {
    const places = fine < 1 ? 1 : 0;
    const current = () => Number.parseFloat(String(values[name]).replace(/[^0-9.]/g, "")) || 0;
    const put = (value) => set(name, String(Number(Math.max(least, value).toFixed(places))));
    const move = (event) => {
      const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
      const inText = event.target.type === "text";
      if (!by || (inText && event.key.match(/Left|Right/))) return;
      event.preventDefault();
      box.typing = false;
      const width = event.altKey ? fine : step;
      const next = by > 0
        ? Math.floor(current() / width + 1e-9) + by : Math.ceil(current() / width - 1e-9) + by;
      put(Math.min(next * width, inText ? Infinity : most));
    };
    const box = entry({ "aria-label": label, onkeydown: move }, (text) => set(name, text));
    const slider = element("input", {
      type: "range", min: least, max: most, step: "any", "aria-label": label, onkeydown: move,
      oninput: (event) => {
        const width = alt ? fine : step;
        put(Math.round(slider.value / width) * width);
      },
    });
    let alt = false;
    slider.addEventListener("pointermove", (event) => { alt = event.altKey; });
    slider.addEventListener("pointerdown", (event) => { alt = event.altKey; });
    const note = element("span", { class: "kz-problem", role: "alert" });
    parts.numbers.push({ name, box, slider, note });
    return element("div", { class: "kz-slider" }, element("span", { "aria-hidden": "true" }, label), box, slider, note);
  }

  function build() {
    const fixed = model.get("fixed");
    const id = `kz-${views}-${model.get("_view_count") ?? 0}`;
    const can = Boolean(fixed.lists);
    parts = { fixed, numbers: [], votes: [], radios: {} };
    const [election, elections] = chooser("Election", fixed.elections,
      (key) => ask({ do: "election", key }));
    elections.value = fixed.election;
    const tabs = [["rules", "What if"], ["path", "Path to the majority"]].map(([key, words]) =>
      button(words, () => set("tab", key), {
        role: "tab", id: `${id}-${key}-tab`, "aria-controls": `${id}-${key}`, class: "kz-tab",
        onkeydown: (event) => {
          if (!event.key.match(/^Arrow(Left|Right)$/)) return;
          event.preventDefault();
          const other = key === "rules" ? "path" : "rules";
          set("tab", other);
          parts.tabs[other].focus();
        },
      }));
    parts.tabs = { rules: tabs[0], path: tabs[1] };
    const top = element("div", { class: "kz-top" }, election,
      element("div", { role: "tablist", "aria-label": "Views" }, ...tabs));
    parts.sentence = element("div", { role: "status", class: "kz-sentence" });
    parts.pictures = element("div", { class: "kz-pictures" });
    parts.pages = { rules: rules(fixed, id, can), path: path(fixed, id) };
    root.replaceChildren(top, parts.pages.rules, parts.pages.path);
    update();
  }

  function page(key, id, ...children) {
    return element("div", {
      role: "tabpanel", id: `${id}-${key}`, "aria-labelledby": `${id}-${key}-tab`, class: `kz-page kz-${key}`,
    }, ...children);
  }

  function path(fixed, id) {
    const [group, inputs] = radios(`${id}-counting`, "Deputies counted", fixed.countings, (v) => set("counting", v));
    parts.radios.counting = inputs;
    parts.path = element("div", { role: "status" });
    parts.pathPicture = element("div", { class: "kz-picture" });
    return page("path", id, group, parts.path, parts.pathPicture);
  }

  function rules(fixed, id, can) {
    const result = element("div", { class: "kz-result" }, parts.sentence);
    if (!can) {
      result.append(parts.pictures);
      return page("rules", id, result);
    }
    const [method, methods] = chooser("Method", fixed.methods, (v) => set("method", v));
    const [base, bases] = radios(`${id}-base`, "Threshold of", fixed.bases, (v) => set("threshold_base", v));
    const [quota, quotas] = radios(`${id}-quota`, "Quota of", fixed.quotas, (v) => set("quota_base", v));
    Object.assign(parts.radios, { threshold_base: bases, quota_base: quotas });
    parts.methods = methods;
    parts.presets = element("div", { class: "kz-buttons", role: "group", "aria-label": "Presets" },
      ...fixed.presets.map((words, which) => button(words, () => ask({ do: "preset", which }))));
    parts.undo = button("Undo", () => ask({ do: "undo" }));
    parts.redo = button("Redo", () => ask({ do: "redo" }));
    parts.pin = button("Pin this", () => ask({ do: parts.pinned ? "unpin" : "pin" }));
    parts.tie = button("Draw lots", () => ask({ do: "draw_lots" }));
    const steps = element("div", { class: "kz-buttons", role: "group", "aria-label": "Steps" },
      parts.undo, parts.redo, parts.pin, button("Back to the official rules and votes", () => ask({ do: "reset" })));
    const controls = element("div", { class: "kz-controls" }, parts.presets, method,
      number("threshold", "Threshold, %", { most: fixed.highest, step: 0.5, fine: 0.1 }), base);
    if (fixed.base_note) controls.append(element("p", { class: "kz-note" }, fixed.base_note));
    controls.append(quota, number("seats", "List seats", { most: fixed.most_seats, least: 1 }));
    if (fixed.others) {
      parts.districts = element("input", {
        type: "checkbox", onchange: () => set("districts", parts.districts.checked),
      });
      controls.append(element("label", { class: "kz-check" }, parts.districts,
        `with the ${fixed.others} other seats`));
    }
    controls.append(votes(fixed, id), steps);
    parts.all = element("span", { class: "kz-problem", role: "alert" });
    controls.append(parts.all);
    parts.table = element("div", { class: "kz-scroll", tabindex: "0", role: "region", "aria-label": "Seats by party" });
    parts.indices = element("div", { class: "kz-scroll" });
    parts.calls = [["This panel as Python", 0], ["These seats as Python", 1]].map(([words]) => {
      const text = element("code", {});
      const copy = button("Copy", async () => {
        await navigator.clipboard.writeText(text.textContent);
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      }, { "aria-label": `Copy: ${words}` });
      const block = element("details", { class: "kz-call" }, element("summary", {}, words), copy,
        element("pre", { tabindex: "0", "aria-label": words }, text));
      return { text, block };
    });
    result.append(parts.tie, parts.pictures, parts.table, parts.indices);
    return page("rules", id, controls, result,
      element("div", { class: "kz-foot" }, ...parts.calls.map((call) => call.block),
        element("p", { class: "kz-note" }, fixed.note)));
  }

  function votes(fixed, id) {
    const [unit, units] = radios(`${id}-unit`, "Votes in", [["votes", "counts"], ["percent", "per cent"]], (v) => set("unit", v));
    parts.radios.unit = units;
    const rows = fixed.lists.map((name, at) => {
      const box = entry({}, (text) => ask({ do: "set", values: { votes: { [at]: text } } }));
      const note = element("span", { class: "kz-problem", role: "alert" });
      parts.votes.push({ box, note });
      return element("label", { class: "kz-row" }, element("span", {}, name), box, note);
    });
    const lists = fixed.lists.map((name, at) => [at, name]);
    const [from, loser] = chooser("Swing from", lists);
    const [to, winner] = chooser("to", lists);
    if (lists.length > 1) winner.value = 1;
    const amount = element("input", { type: "text", inputmode: "decimal", class: "kz-number", autocomplete: "off" });
    parts.total = element("p", { class: "kz-note" });
    parts.swing = element("span", { class: "kz-problem", role: "alert" });
    return element("details", { class: "kz-votes" }, element("summary", {}, "What if: votes by party"),
      unit, ...rows, parts.total, from, to,
      element("label", { class: "kz-row" }, element("span", {}, "by"), amount),
      button("Swing", () => ask({
        do: "swing", from: Number(loser.value), to: Number(winner.value), amount: amount.value,
      })), parts.swing);
  }

  function figure([caption, svg], at) {
    const node = element("figure", { class: at ? "kz-mine" : "kz-other" }, element("figcaption", {}, caption));
    node.insertAdjacentHTML("beforeend", svg);
    return node;
  }

  function fill(node, html) {
    if (node && node.kz !== html) {
      node.innerHTML = node.kz = html; // text in it was escaped in Python
    }
  }

  function update() {
    const shown = model.get("shown"), fixed = model.get("fixed");
    const problems = shown.problems ?? {};
    fill(parts.sentence, shown.sentence);
    fill(parts.path, shown.path.sentence);
    fill(parts.pathPicture, shown.path.picture);
    const drawn = JSON.stringify(shown.pictures);
    if (parts.pictures.kz !== drawn) {
      parts.pictures.kz = drawn;
      parts.pictures.replaceChildren(...shown.pictures.map((p, i) => figure(p, shown.pictures.length === 1 || i)));
    }
    if (fixed.lists) {
      fill(parts.table, shown.table);
      fill(parts.indices, shown.indices);
      parts.calls.forEach((call, i) => { call.text.textContent = shown.calls[i]; });
      parts.undo.disabled = !shown.undo;
      parts.redo.disabled = !shown.redo;
      parts.pinned = shown.pinned;
      parts.pin.textContent = shown.pinned ? "Unpin" : "Pin this";
      parts.tie.hidden = !shown.tied;
      for (const input of parts.radios.quota_base) input.disabled = shown.no_quota;
      parts.total.textContent = shown.said.total;
      parts.swing.textContent = problems.swing ?? "";
      parts.all.textContent = problems.all ?? "";
    }
    // What the reader has moved since is newer than this answer.
    if (busy || queue.length) return;
    values = shown.values;
    for (const key of ["rules", "path"]) {
      const chosen = values.tab === key;
      parts.tabs[key].setAttribute("aria-selected", chosen);
      parts.tabs[key].tabIndex = chosen ? 0 : -1;
      parts.pages[key].hidden = !chosen;
    }
    for (const [name, inputs] of Object.entries(parts.radios)) {
      for (const input of inputs) input.checked = input.value === values[name];
    }
    if (!fixed.lists) return;
    parts.methods.value = values.method;
    if (parts.districts) parts.districts.checked = values.districts;
    for (const { name, box, slider, note } of parts.numbers) {
      const wrong = problems[name];
      note.textContent = wrong ?? "";
      if (!wrong && !box.typing) box.value = values[name];
      box.setAttribute("aria-invalid", Boolean(wrong));
      slider.value = values[name];
      slider.setAttribute("aria-valuetext", shown.said[name]);
    }
    parts.votes.forEach(({ box, note }, at) => {
      const wrong = problems[`votes ${at}`];
      note.textContent = wrong ?? "";
      if (!wrong && !box.typing) box.value = values.votes[at];
      box.setAttribute("aria-invalid", Boolean(wrong));
    });
  }

  // Both come in one message; another election has other controls.
  const changed = () => {
    if (model.get("shown").n === busy) busy = "";
    send();
    if (model.get("fixed") === parts.fixed) update();
    else build();
  };
  model.on("change:shown", changed);
  build();
  return () => {
    clearTimeout(resting);
    model.off("change:shown", changed);
  };
}

export default { render };
