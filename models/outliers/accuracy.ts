/** How well scores put the labelled first. Both are 0…1; ties share their places. */
export interface Accuracy {
  /** Chance that a labelled subject scores above another: area under the ROC curve. */
  auroc: number;
  /** Mean of the precision at every labelled subject, as tied scores are read together. */
  average_precision: number;
}

export function accuracyOf(scores: ArrayLike<number>, labels: ArrayLike<boolean>): Accuracy {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const positives = Array.from(labels).filter(Boolean).length;
  const negatives = scores.length - positives;
  let [hits, seen, below, precision] = [0, 0, 0, 0];
  for (let i = 0; i < order.length; ) {
    let j = i;
    let tiedHits = 0;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) {
      if (labels[order[j]!]) tiedHits += 1;
      j += 1;
    }
    const tiedMisses = j - i - tiedHits;
    below += tiedHits * (negatives - (seen - hits) - tiedMisses / 2);
    hits += tiedHits;
    seen = j;
    precision += (tiedHits * hits) / seen;
    i = j;
  }
  return { auroc: below / (positives * negatives), average_precision: precision / positives };
}
