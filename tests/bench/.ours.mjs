import { createRequire } from "node:module";
import jsonata from "jsonata";
import { readFileSync, writeFileSync, existsSync } from "node:fs";
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
const dirs = process.argv.slice(2);
const mods = dirs.map(d => createRequire(import.meta.url)("/work/jsonata/target/sz/qb/"+d+"/qb.js"));
const cpu=()=>process.cpuUsage().user/1000;
function best(work, span=4, rounds=60){ let turns=1; for(;;){const s=cpu(); for(let i=0;i<turns;i++)work(); const t=cpu()-s; if(t>span/2)break; turns=Math.max(turns*2,Math.ceil(turns*span/Math.max(t,0.5)/2));} let b=Infinity; for(let r=0;r<rounds;r++){const s=cpu(); for(let i=0;i<turns;i++)work(); b=Math.min(b,(cpu()-s)/turns);} return b*1000;}
const cache="/tmp/theirs.json";
const theirs = existsSync(cache)?JSON.parse(readFileSync(cache)):{};
const ratios=dirs.map(()=>[]);
for (const [name, expression] of Object.entries(expressions)) {
  if(!(name in theirs)){ const e=jsonata(expression); let b=Infinity; await e.evaluate(document); for(let r=0;r<40;r++){const n=name=="one field"?500:1;const s=cpu(); for(let i=0;i<n;i++)await e.evaluate(document); b=Math.min(b,(cpu()-s)/n);} theirs[name]=b*1000; writeFileSync(cache,JSON.stringify(theirs)); }
  const row=mods.map((m,i)=>{const o=new m.Jsonata(expression,text); const t=best(()=>o.evaluate()); o.free(); ratios[i].push(theirs[name]/t); return t.toFixed(1).padStart(9)+" "+(theirs[name]/t).toFixed(1).padStart(6);});
  console.log(name.padEnd(22), theirs[name].toFixed(0).padStart(8), ...row);
}
console.log("median", ...ratios.map(r=>r.sort((a,b)=>a-b)[Math.floor(r.length/2)].toFixed(1)));
