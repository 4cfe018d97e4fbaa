// Workflows of any size, the same each time.

/** A workflow as people write them: steps, choices that join, loops that wait, catchers to one handler, branches. */
export function generated(states) {
  let seed = 42;
  const roll = (sides) => ((seed = (seed * 1103515245 + 12345) % 2147483648), (seed >> 8) % sides);
  let count = 0;
  const scope = (size, depth) => {
    const made = {};
    const handler = `Handle ${count}`;
    let handled = false;
    const task = (next) => ({ Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:work", Next: next });
    const name = () => `State ${count++}`;
    let left = size - 1;
    const start = name();
    let at = start;
    while (left > 0) {
      const kind = roll(8);
      if (kind <= 1 && left > 8) {
        const branches = Array.from({ length: 2 + roll(3) }, () => Array.from({ length: 1 + roll(3) }, name));
        const join = name();
        const [last, ...rest] = branches;
        made[at] = { Type: "Choice", Choices: rest.map((b, i) => ({ Variable: "$.kind", StringEquals: `k${i}`, Next: b[0] })), Default: last[0] };
        for (const b of branches) b.forEach((s, i) => (made[s] = task(b[i + 1] ?? join)));
        left -= branches.flat().length + 1;
        at = join;
      } else if (kind === 2 && left > 4) {
        const [get, check, next] = [name(), name(), name()];
        made[at] = { Type: "Wait", Seconds: 5, Next: get };
        made[get] = task(check);
        made[check] = { Type: "Choice", Choices: [{ Variable: "$.done", BooleanEquals: true, Next: next }], Default: at };
        left -= 3;
        at = next;
      } else if (kind === 3 && left > 12 && depth < 3) {
        const next = name();
        const sizes = Array.from({ length: 2 + roll(2) }, () => 1 + roll(4));
        made[at] = { Type: "Parallel", Branches: sizes.map((s) => scope(s, depth + 1)), Catch: [{ ErrorEquals: ["States.ALL"], Next: handler }], Next: next };
        handled = true;
        left -= sizes.reduce((a, b) => a + b, 1);
        at = next;
      } else {
        const next = name();
        made[at] = task(next);
        if (kind === 4) (made[at].Catch = [{ ErrorEquals: ["States.ALL"], Next: handler }]), (handled = true);
        left -= 1;
        at = next;
      }
    }
    made[at] = { Type: "Succeed" };
    if (handled) made[handler] = { Type: "Fail" };
    return { StartAt: start, States: made };
  };
  return JSON.stringify(scope(states, 0));
}
