// What the Run screen tells about an execution as a whole, and about one event of it.

import { expect, expectAccessible, openStudio, runIt, shoot, test } from "../studio.js";

test("a failed run tells its whole cause, leads to the state, and shows the event as the service writes it", async ({ page }) => {
  await openStudio(page);
  await runIt(page);
  const step = page.getByRole("complementary", { name: "Step" });
  await expect(step.getByRole("heading", { name: "Execution" })).toBeVisible();
  await expect(step.getByRole("region", { name: "Output of the execution" })).toContainText('"charged": true');

  await page.getByRole("textbox", { name: "Input", exact: true }).fill('{"orderId": 1, "amount": 0}');
  await runIt(page, "Failed");
  await expect(step).toContainText("RangeError");
  await expect(step).toContainText("An order of 0 cannot be charged");
  await expect(step.getByRole("region", { name: "Cause" })).toContainText('"errorType": "RangeError"');
  await expect(step.getByRole("region", { name: "Input of the execution" })).toContainText('"amount": 0');
  await expectAccessible(page);
  await shoot(page, "run-failed");

  await step.getByRole("button", { name: "Look at ValidateOrder" }).click();
  await expect(step.getByRole("heading", { name: "ValidateOrder" })).toBeVisible();
  await page.getByRole("listbox", { name: "Events" }).getByRole("option", { name: /LambdaFunctionScheduled/ }).click();
  await step.getByRole("tab", { name: "Event" }).click();
  await expect(step).toContainText('"lambdaFunctionScheduledEventDetails"');
  await expectAccessible(page);

  await page.getByTitle("Show the whole execution").click();
  await expect(step.getByRole("heading", { name: "Execution" })).toBeVisible();
});
