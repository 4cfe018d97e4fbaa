// First light: the page opens on the order workflow, and the order workflow runs in it.

import { eventsOf, expect, expectAccessible, openStudio, runIt, shoot, state, test } from "../studio.js";

test("the page opens on the order workflow", async ({ page }) => {
  await openStudio(page);
  await expect(page.getByRole("button", { name: "Design", exact: true })).toHaveAttribute("aria-pressed", "true");
  for (const name of ["ValidateOrder", "ChargeCard", "RefundAndNotify"]) await expect(state(page, name)).toBeVisible();
  await shoot(page, "design");
  await state(page, "ChargeCard").click();
  await expect(page.getByRole("complementary", { name: "State" })).toContainText("IntervalSeconds");
  await shoot(page, "design-selected");
});

test("the order workflow succeeds when the third charge goes through", async ({ page }) => {
  await openStudio(page);
  await runIt(page);
  await expect(page.getByText("Succeeded", { exact: true }).first()).toBeVisible();
  await shoot(page, "run-succeeded");
  const events = await eventsOf(page);
  expect(events.map((event) => event.type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered", "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded", "TaskStateExited",
    "TaskStateEntered",
    "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionFailed",
    "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionFailed",
    "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
  // The retries stand at two seconds, and four seconds after that.
  const scheduled = events.filter((event) => event.type === "LambdaFunctionScheduled" && event.state === "ChargeCard");
  const seconds = scheduled.map((event) => Math.round(parseFloat(event.after.slice(1))));
  expect([seconds[1] - seconds[0], seconds[2] - seconds[1]]).toEqual([2, 4]);
});
