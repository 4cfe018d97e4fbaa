// Drawing workflows, beside @dagrejs/dagre (container by container, as ours) and elkjs (layered, with containers of
// its own), over real definitions and generated ones: time, and what the drawings are like.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import dagre from "@dagrejs/dagre";
import ELK from "elkjs/lib/elk.bundled.js";
import { generated } from "./generated.mjs";
import { compare, median, ours, tell, time } from "./measure.mjs";

const elk = new ELK();

/** The graph, sorted by container. */
function prepared(graph) {
  const inside = new Map();
  const of = (id) => inside.get(id) ?? inside.set(id, { nodes: [], edges: [] }).get(id);
  const parents = new Map();
  for (const node of graph.nodes) {
    parents.set(node.id, node.parent);
    of(node.parent).nodes.push(node);
  }
  for (const edge of graph.edges) of(parents.get(edge.from)).edges.push(edge);
  return inside;
}

/** Draws with dagre, the innermost first; a Parallel's branches stand in a row. */
function withDagre(inside) {
  const picture = { nodes: [], edges: [] };
  const draw = (id) => {
    const { nodes, edges } = inside.get(id);
    const inner = new Map(nodes.filter((node) => inside.has(node.id)).map((node) => [node.id, draw(node.id)]));
    if (nodes.every((node) => node.lane)) {
      let x = 12, height = 0;
      const parts = nodes.map((node) => {
        const part = inner.get(node.id) ?? { width: 232, height: 56, place: () => {} };
        const at = x;
        x += part.width + 36;
        height = Math.max(height, part.height);
        return [at, part];
      });
      return { width: x - 12, height: height + 24, place: (x, y) => parts.forEach(([at, part]) => part.place(x + at, y + 12)) };
    }
    const graph = new dagre.graphlib.Graph({ multigraph: true });
    graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 34, edgesep: 14 });
    graph.setDefaultEdgeLabel(() => ({}));
    for (const node of nodes) {
      const part = inner.get(node.id);
      graph.setNode(node.id, part ? { width: part.width + 32, height: part.height + 56 } : { width: node.w, height: node.h });
    }
    edges.forEach((edge, i) => graph.setEdge(edge.from, edge.to, edge.w ? { width: edge.w, height: edge.h, labelpos: "c" } : {}, `${i}`));
    dagre.layout(graph);
    const { width, height } = graph.graph();
    return {
      width, height,
      place: (x, y) => {
        for (const node of nodes) {
          const { x: cx, y: cy, width: w, height: h } = graph.node(node.id);
          const box = { id: node.id, x: x + cx - w / 2, y: y + cy - h / 2, w, h, parent: node.parent };
          picture.nodes.push(box);
          inner.get(node.id)?.place(box.x + 16, box.y + 40);
        }
        edges.forEach((edge, i) => {
          const points = graph.edge(edge.from, edge.to, `${i}`).points.map((p) => [x + p.x, y + p.y]);
          picture.edges.push({ ...edge, points });
        });
      },
    };
  };
  const whole = draw(undefined);
  whole.place(0, 0);
  return { ...picture, width: whole.width, height: whole.height };
}

/** Draws with elk's layered algorithm. */
async function withElk(inside) {
  const options = {
    "elk.algorithm": "layered", "elk.direction": "DOWN", "elk.edgeRouting": "ORTHOGONAL",
    "elk.spacing.nodeNode": "36", "elk.layered.spacing.nodeNodeBetweenLayers": "34",
    "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  };
  const build = (id) => {
    const { nodes, edges } = inside.get(id);
    return {
      children: nodes.map((node) =>
        inside.has(node.id)
          ? { id: node.id, layoutOptions: { ...options, "elk.padding": node.lane ? "[top=12,left=12,bottom=12,right=12]" : "[top=40,left=16,bottom=16,right=16]" }, ...build(node.id) }
          : { id: node.id, width: node.w, height: node.h },
      ),
      edges: edges.map((edge, i) => ({
        id: `${id}/${i}`, sources: [edge.from], targets: [edge.to],
        labels: edge.w ? [{ text: "x", width: edge.w, height: edge.h }] : [],
      })),
    };
  };
  const drawn = await elk.layout({ id: "root", layoutOptions: options, ...build(undefined) });
  const picture = { nodes: [], edges: [], width: drawn.width, height: drawn.height };
  const collect = (part, id, x, y) => {
    const known = inside.get(id);
    (part.edges ?? []).forEach((edge, i) => {
      const section = edge.sections?.[0];
      if (!section) return;
      const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map((p) => [x + p.x, y + p.y]);
      picture.edges.push({ ...known.edges[i], points });
    });
    for (const [i, child] of (part.children ?? []).entries()) {
      const box = { id: child.id, x: x + child.x, y: y + child.y, w: child.width, h: child.height, parent: known.nodes[i].parent };
      picture.nodes.push(box);
      if (inside.has(child.id)) collect(child, child.id, box.x, box.y);
    }
  };
  collect(drawn, undefined, 0, 0);
  return picture;
}

const ourPicture = (workflow) => {
  const picture = JSON.parse(workflow.picture());
  const right = Math.max(...picture.nodes.map((n) => n.x + n.w), ...picture.edges.flatMap((e) => e.points.map((p) => p[0])));
  const bottom = Math.max(...picture.nodes.map((n) => n.y + n.h));
  const graph = JSON.parse(workflow.graph());
  picture.edges.forEach((edge, i) => (edge.catch = graph.edges[i].catch));
  return { ...picture, width: right - 24, height: bottom - 24 };
};

/** What a drawing is like. */
function quality(picture, inside) {
  const pieces = [];
  picture.edges.forEach((edge, place) => {
    for (let i = 1; i < edge.points.length; i++) pieces.push({ place, edge, a: edge.points[i - 1], b: edge.points[i] });
  });
  // Pieces and boxes into rows, so that only what is near is compared.
  const cell = 200;
  const rows = new Map();
  const put = (key, kind, thing) => {
    if (!rows.has(key)) rows.set(key, { pieces: [], nodes: [] });
    rows.get(key)[kind].push(thing);
  };
  const span = (low, high, act) => { for (let row = Math.floor(low / cell); row <= Math.floor(high / cell); row++) act(row); };
  for (const piece of pieces) span(Math.min(piece.a[1], piece.b[1]), Math.max(piece.a[1], piece.b[1]), (row) => put(row, "pieces", piece));
  const leaves = picture.nodes.filter((node) => !inside.has(node.id));
  for (const node of leaves) span(node.y, node.y + node.h, (row) => put(row, "nodes", node));
  const crossing = new Set(), through = new Set(), overlapping = new Set();
  const side = (p, q, r) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  for (const { pieces, nodes } of rows.values()) {
    for (let i = 0; i < pieces.length; i++) {
      const one = pieces[i];
      const [left, right] = [Math.min(one.a[0], one.b[0]), Math.max(one.a[0], one.b[0])];
      for (let j = i + 1; j < pieces.length; j++) {
        const other = pieces[j];
        if (one.place === other.place || one.edge.from === other.edge.from || one.edge.to === other.edge.to) continue;
        if (Math.max(other.a[0], other.b[0]) < left || Math.min(other.a[0], other.b[0]) > right) continue;
        if (side(one.a, one.b, other.a) * side(one.a, one.b, other.b) < 0 && side(other.a, other.b, one.a) * side(other.a, other.b, one.b) < 0)
          crossing.add(Math.min(one.place, other.place) * picture.edges.length + Math.max(one.place, other.place));
      }
      for (const node of nodes) {
        if (one.edge.from === node.id || one.edge.to === node.id) continue;
        if (cuts(one.a, one.b, node)) through.add(`${one.place} ${node.id}`);
      }
    }
    for (let i = 0; i < nodes.length; i++)
      for (let j = i + 1; j < nodes.length; j++) {
        const [one, other] = [nodes[i], nodes[j]];
        if (one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h) overlapping.add(`${one.id} ${other.id}`);
      }
  }
  const boxes = new Map(picture.nodes.map((node) => [node.id, node]));
  const targets = new Map();
  for (const edge of picture.edges) if (!edge.catch) (targets.get(edge.from) ?? targets.set(edge.from, []).get(edge.from)).push(edge.to);
  let disorder = 0;
  for (const [from, list] of targets) {
    // Siblings are the different targets of one state that stand in one row below it.
    const below = [...new Set(list)].map((id) => boxes.get(id)).filter((box) => box && box.y > boxes.get(from)?.y);
    for (let i = 1; i < below.length; i++)
      if (Math.abs(below[i].y - below[i - 1].y) < 40 && below[i].x < below[i - 1].x) disorder++;
  }
  return { crossings: crossing.size, disorder, through: through.size, overlapping: overlapping.size, area: (picture.width * picture.height) / 1e6 };
}

/** Whether a line runs through a box, a pixel inside its border. */
function cuts(a, b, box) {
  let [low, high] = [0, 1];
  for (const [from, to, least, most] of [[a[0], b[0], box.x + 1, box.x + box.w - 1], [a[1], b[1], box.y + 1, box.y + box.h - 1]]) {
    if (from === to) { if (from <= least || from >= most) return false; continue; }
    const [one, other] = [(least - from) / (to - from), (most - from) / (to - from)];
    low = Math.max(low, Math.min(one, other));
    high = Math.min(high, Math.max(one, other));
  }
  return low < high;
}

const show = (whose, q) =>
  tell(`  ${whose}`, `crossings ${q.crossings}, siblings out of order ${q.disorder}, edges through states ${q.through}, overlaps ${q.overlapping}, area ${q.area.toFixed(2)} Mpx`);
const sum = (all) => all.reduce((a, b) => Object.fromEntries(Object.keys(b).map((k) => [k, a[k] + b[k]])));

const ratios = [];
const rivals = [["dagre", withDagre], ["elk", withElk]];
// A rival that took this long for one drawing is not asked for a larger one.
const patience = 20e9;
const tired = new Set();
for (const size of [100, 1000, 5000]) {
  const workflow = new ours.Workflow(generated(size));
  const inside = prepared(JSON.parse(workflow.graph()));
  const our = await time(() => workflow.draw(), { rounds: 5, span: 100 });
  show(`ours, ${size} generated states`, quality(ourPicture(workflow), inside));
  const times = [];
  for (const [whose, draw] of rivals) {
    if (tired.has(whose)) {
      tell(`  ${whose}`, `not asked for ${size} states: the drawing before took too long`);
      continue;
    }
    const start = performance.now();
    show(whose, quality(await draw(inside), inside));
    const once = (performance.now() - start) * 1e6;
    const theirs = once > 2e9 ? once : await time(() => draw(inside), { rounds: 2, span: 50 });
    if (theirs > patience) tired.add(whose);
    compare(`  ${size} generated states`, our, theirs, whose);
    times.push(theirs);
  }
  if (times.length) ratios.push(Math.min(...times) / our);
  else tell(`  ${size} generated states, ours alone`, our);
}

const real = new URL(`${process.env.STEPWISE_SHARED ?? new URL("../../../shared", import.meta.url).pathname}/corpora/real/`, "file:");
if (!existsSync(real)) {
  tell("real definitions", "the shared ones are not here: left out");
} else {
  const results = { ours: [], dagre: [], elk: [] };
  const times = [];
  for (const file of readdirSync(real).sort()) {
    const workflow = new ours.Workflow(JSON.stringify(JSON.parse(readFileSync(new URL(file, real), "utf8")).definition));
    const graph = JSON.parse(workflow.graph());
    // Rivals draw no two nodes of one name.
    if (new Set(graph.nodes.map((node) => node.id)).size !== graph.nodes.length || graph.nodes.length === 0) continue;
    const inside = prepared(graph);
    results.ours.push(quality(ourPicture(workflow), inside));
    results.dagre.push(quality(withDagre(inside), inside));
    results.elk.push(quality(await withElk(inside), inside));
    if (graph.nodes.length < 12) continue;
    const fast = { rounds: 2, span: 10 };
    const our = await time(() => workflow.draw(), fast);
    times.push(Math.min(await time(() => withDagre(inside), fast), await time(() => withElk(inside), fast)) / our);
  }
  tell("real definitions", `${results.ours.length}, the faster rival takes ${median(times).toFixed(0)} times as long (median of ${times.length})`);
  for (const [whose, all] of Object.entries(results)) show(whose, sum(all));
  ratios.push(median(times));
}
tell("goal: the faster rival takes", `at least 50 times as long; here at least ${Math.min(...ratios).toFixed(0)} times`);
