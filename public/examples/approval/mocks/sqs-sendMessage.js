// What the manager sends back with the task token.
// Remove this mock, and the run waits in the inbox for your own answer.
export async function handler(event, context) {
  context.took(2 * 60 * 60);
  return { approved: true, by: "Barbara" };
}
