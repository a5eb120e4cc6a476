import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { text } from "../../test/support/gzip-files.ts";
import { readHistory } from "./history.ts";

const read = (content: string) => readHistory({ name: "log.csv", bytes: text(content) });

describe("readHistory", () => {
  it("reads Keras' CSVLogger", () => {
    const history = read(
      "epoch,accuracy,loss,lr,val_accuracy,val_loss\n0,0.5,1.2,0.01,0.4,1.3\n1,0.6,1.0,0.01,0.5,1.1\n",
    );
    const first = {
      epoch: 0,
      accuracy: 0.5,
      loss: 1.2,
      learningRate: 0.01,
      validationAccuracy: 0.4,
      validationLoss: 1.3,
    };
    expect(history.rows[0]).toEqual(first);
    expect(history).toMatchObject({ percent: false, ignored: [] });
  });

  it("joins the lines of one epoch, as Lightning writes them", () => {
    const history = read(
      "epoch,step,train_loss_step,train_loss,val_loss\n0,49,0.7,,\n0,99,,0.6,\n0,99,,,0.5\n1,199,,0.4,0.3\n",
    );
    expect(history.rows).toEqual([
      { epoch: 0, loss: 0.6, validationLoss: 0.5 },
      { epoch: 1, loss: 0.4, validationLoss: 0.3 },
    ]);
    expect(history.ignored).toEqual(["step", "train_loss_step"]);
  });

  it.each([
    ["Train Loss,Valid Acc", { loss: 1, validationAccuracy: 0.5 }],
    ["training cost;validation accuracy", { loss: 1, validationAccuracy: 0.5 }],
    ["loss/train,acc/val", { loss: 1, validationAccuracy: 0.5 }],
    ["Epoch\tTest_Acc", { epoch: 1, testAccuracy: 0.5 }],
    ["eval_loss,sparse_categorical_accuracy", { validationLoss: 1, accuracy: 0.5 }],
    ["Loss,val_categorical_accuracy", { loss: 1, validationAccuracy: 0.5 }],
  ])("understands %s", (header, expected) => {
    const delimiter = /[;\t]/.exec(header)?.[0] ?? ",";
    expect(read(`${header}\n1${delimiter}0.5\n`).rows[0]).toEqual(expected);
  });

  it("reads percent as shares, and says so", () => {
    expect(read("acc,val_acc,loss\n12.5,98.5,2\n97,98,1\n")).toMatchObject({
      percent: true,
      rows: [{ accuracy: 0.125, validationAccuracy: 0.985, loss: 2 }, { accuracy: 0.97 }],
    });
    expect(read("accuracy\n95 %\n").rows[0]?.accuracy).toBeCloseTo(0.95, 12);
    expect(read("acc;loss\n0,5;1,25\n").rows).toEqual([{ accuracy: 0.5, loss: 1.25 }]);
  });

  it("reads accuracies of at most 1 as shares, and up to 100 as percent, at the edges", async () => {
    expect(read("accuracy\n1\n0.5\n")).toMatchObject({ percent: false, rows: [{ accuracy: 1 }, { accuracy: 0.5 }] });
    expect(read("accuracy\n1.001\n")).toMatchObject({ percent: true, rows: [{ accuracy: 1.001 / 100 }] });
    expect(read("accuracy\n100\n")).toMatchObject({ percent: true, rows: [{ accuracy: 1 }] });
    await expectError(
      () => read("accuracy\n100.5\n"),
      "HISTORY_ACCURACY",
      "log.csv has the accuracy 100.5, and accuracies are 0 to 1 or 0 to 100 percent: check what that column is.",
    );
  });

  it("keeps NaN and infinity: they say that training diverged", () => {
    expect(read("epoch,loss\n1,0.5\n2,nan\n3,inf\n").rows.map(({ loss }) => loss)).toEqual([0.5, NaN, Infinity]);
  });

  it("numbers epochs by their rows without a column", () => {
    expect(read("loss\n1\n2\n").rows).toEqual([{ loss: 1 }, { loss: 2 }]);
  });

  it("refuses what it cannot understand", async () => {
    await expectError(() => read("a,b\n1,2\n"), "HISTORY_COLUMNS", /its first line is a and b/);
    await expectError(() => read("epoch,lr\n1,2\n"), "HISTORY_COLUMNS");
    await expectError(() => read("epoch,loss\n1,x\n"), "CSV_NUMBER", /line 2, column 2 \(loss\) the text "x"/);
    await expectError(() => read("epoch,loss\n,1\n"), "HISTORY_EPOCH", /line 2/);
    await expectError(() => read("accuracy\n4750\n"), "HISTORY_ACCURACY", /4750/);
    await expectError(() => read("accuracy\n-0.1\n"), "HISTORY_ACCURACY");
    await expectError(() => read(""), "CSV_EMPTY");
  });
});
