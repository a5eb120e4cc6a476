import { describe, expect, it } from "vitest";
import { expectError } from "../../test/support/errors.ts";
import { readLog } from "./log.ts";

const log = (words: string, name = "out.txt") => readLog({ name, bytes: new TextEncoder().encode(words) });

describe("readLog knows programs by the structure of their lines", () => {
  it("the book's network.py, which counts from 0", () => {
    const { form, rows, understood } = log("hello\nEpoch 0: 1010 / 10000\nEpoch 1 : 9123 / 10000\n");
    expect(form).toBe("the book's program");
    expect(rows).toEqual([
      { epoch: 1, testAccuracy: 0.101 },
      { epoch: 2, testAccuracy: 0.9123 },
    ]);
    expect(understood).toBe("2 epochs, test accuracy");
  });

  it("the book's network2.py", () => {
    const { rows } = log(
      "Epoch 0 training complete\nCost on training data: 0.5\nAccuracy on training data: 900 / 1000\nAccuracy on evaluation data: 80 / 100\n\nEpoch 1 training complete\nCost on evaluation data: 0.25\n",
    );
    expect(rows).toEqual([
      { epoch: 1, loss: 0.5, accuracy: 0.9, validationAccuracy: 0.8 },
      { epoch: 2, validationLoss: 0.25 },
    ]);
  });

  it("Keras 2 and 3, with progress that is written over itself", () => {
    const { form, rows } = log(
      "Epoch 1/2\n\r 1/10 [=>....] - ETA: 3s - loss: 9.9\r10/10 [====] - 1s 2ms/step - loss: 0.5 - accuracy: 0.9 - val_loss: nan - val_accuracy: 0.8\nEpoch 2/2\n\x1b[1m10/10\x1b[0m ━━━━ 1s 2ms/step - accuracy: 0.95 - loss: 4.0e-01\n",
    );
    expect(form).toBe("Keras");
    expect(rows).toEqual([
      { epoch: 1, loss: 0.5, accuracy: 0.9, validationLoss: Number.NaN, validationAccuracy: 0.8 },
      { epoch: 2, accuracy: 0.95, loss: 0.4 },
    ]);
  });

  it("PyTorch's MNIST example: the last training line, and the test set", () => {
    const { rows, understood } = log(
      "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.30\nTrain Epoch: 1 [640/60000 (1%)]\tLoss: 0.45\n\nTest set: Average loss: 0.0531, Accuracy: 9829/10000 (98%)\n",
    );
    expect(rows).toEqual([{ epoch: 1, loss: 0.45, testLoss: 0.0531, testAccuracy: 0.9829 }]);
    expect(understood).toBe("1 epoch, training cost, test cost and test accuracy");
  });

  it("scikit-learn", () => {
    const { form, rows } = log("Iteration 1, loss = 2.30\nValidation score: 0.5\nIteration 2, loss = inf\n");
    expect(form).toBe("scikit-learn");
    expect(rows).toEqual([
      { epoch: 1, loss: 2.3, validationAccuracy: 0.5 },
      { epoch: 2, loss: Number.POSITIVE_INFINITY },
    ]);
  });

  it("JSON lines, TensorBoard's CSV, and lines of one's own, in percent", () => {
    expect(log('{"epoch":1,"loss":0.5,"val_acc":0.75}\n{"epoch":2,"loss":0.25}\n').rows).toEqual([
      { epoch: 1, loss: 0.5, validationAccuracy: 0.75 },
      { epoch: 2, loss: 0.25 },
    ]);
    const board = log("Wall time,Step,Value\n1.5e9,0,0.5\n1.6e9,1,0.75\n", "run-train-tag-epoch_val_accuracy.csv");
    expect(board).toEqual({
      form: "TensorBoard",
      rows: [
        { epoch: 1, validationAccuracy: 0.5 },
        { epoch: 2, validationAccuracy: 0.75 },
      ],
      understood: "2 epochs, validation accuracy",
    });
    expect(log("[epoch 3] train loss: 0.31, test_acc=91.5%\nepoch: 4 | train loss 0.2 | test acc 92 %\n").rows).toEqual(
      [
        { epoch: 3, loss: 0.31, testAccuracy: 0.915 },
        { epoch: 4, loss: 0.2, testAccuracy: 0.92 },
      ],
    );
  });

  it("a CSV as before", () => {
    expect(log("epoch,loss,val_accuracy\n1,0.5,0.9\n", "log.csv")).toEqual({
      form: "CSV",
      rows: [{ epoch: 1, loss: 0.5, validationAccuracy: 0.9 }],
      understood: "1 epoch, training cost and validation accuracy",
    });
  });

  it("and refuses what it does not know, with what it looks for", async () => {
    await expectError(
      () => log("Hello\nworld, 1\n"),
      "HISTORY_FORM",
      "out.txt is no log that is understood (it begins \"Hello\"): give a CSV with the columns epoch, loss and accuracy, JSON lines, or what Keras, PyTorch's examples, scikit-learn or the book's program print.",
    );
  });
});
