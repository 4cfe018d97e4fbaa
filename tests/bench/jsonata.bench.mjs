// JSONata expressions on a document of 1,000 orders, beside the npm package that the language comes from.
// Each side has read the expression and the document before; measured is the evaluation up to a result in memory.

import jsonata from "jsonata";
import { compare, median, ours, tell, time } from "./measure.mjs";
import { added, baseline } from "./size.mjs";

let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const pick = (from) => from[Math.floor(random() * from.length)];
const customers = Array.from({ length: 100 }, (_, id) => ({ id: `c${id}`, name: `Customer ${id}` }));
const document = {
  orders: Array.from({ length: 1000 }, (_, id) => ({
    id: `order-${id}`,
    customer: pick(customers).id,
    region: pick(["north", "south", "east", "west"]),
    status: pick(["open", "paid", "sent", "lost"]),
    total: Math.round(random() * 100000) / 100,
    placed: 1700000000000 + Math.floor(random() * 3e10),
    note: `Ship to door ${Math.floor(random() * 99)}, floor ${Math.floor(random() * 9)}`,
    items: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({ sku: pick(["a", "b", "c", "d"]), price: Math.round(random() * 5000) / 100, count: 1 + Math.floor(random() * 4) })),
  })),
  customers,
};

const expressions = {
  "path": "orders.items.price",
  "filter": "orders[total > 500 and status = 'paid'].id",
  "map": "$map(orders, function($o) { $o.total * 1.2 })",
  "object construction": "orders.{'id': id, 'net': total, 'where': region}",
  "sum": "$sum(orders.items.(price * count))",
  "group": "orders{region: $sum(total)}",
  "sort by key": "orders^(total).id",
  "sort with lambda": "$sort(orders, function($a, $b) { $a.total > $b.total }).id",
  "reduce": "$reduce(orders.total, function($a, $b) { $a + $b })",
  "string work": "orders.($uppercase(region) & '-' & $substringAfter(id, '-') & ':' & $pad($string(total), 10))",
  "dates with pictures": "orders.$fromMillis(placed, '[Y0001]-[M01]-[D01] [H01]:[m01]')",
  "regex replace": "orders.$replace(note, /[0-9]+/, '#')",
  "distinct": "$distinct(orders.items.sku)",
  "count of filter": "$count($filter(orders, function($o) { $o.region = 'north' }))",
  "merge": "$merge(orders[[0..99]].{id: total})",
  "index and parent": "orders#$i.items[price > 49].{'row': $i, 'order': %.id}",
  "join of customers": "orders@$o.$$.customers[id = $o.customer].{'order': $o.id, 'name': name}",
  "one field": "orders[17].items[0].sku",
};

const text = JSON.stringify(document);
const ratios = {};
for (const [name, expression] of Object.entries(expressions)) {
  const our = new ours.Jsonata(expression, text);
  const their = jsonata(expression);
  our.evaluate();
  const [here, there] = [JSON.parse(our.result()), JSON.parse(JSON.stringify(await their.evaluate(document)))];
  if (JSON.stringify(sorted(here)) !== JSON.stringify(sorted(there))) throw new Error(`${name}: the results differ`);
  const ourTime = await time(() => our.evaluate());
  const theirTime = await time(() => their.evaluate(document), { rounds: 3 });
  ratios[name] = compare(name, ourTime, theirTime, "jsonata");
  our.free();
}

const all = Object.values(ratios);
const slower = Object.keys(ratios).filter((name) => ratios[name] < 1);
tell("median", `${median(all).toFixed(1)} times faster (goal: 10)`);
tell("slower than jsonata", slower.length ? slower.join(", ") : "nothing");
const size = added();
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
tell("a page without JSONata, gzip", `${kilobytes(size.without)}: ${baseline}`);
tell("the same page with it", kilobytes(size.with));
tell("added to the bundle, gzip", `${kilobytes(size.gzip)} (goal: 120)`);

/** With the keys of objects in order, so that texts can be compared. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value && typeof value === "object") return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  return value;
}
