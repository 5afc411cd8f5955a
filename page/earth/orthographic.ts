// The globe, as one sees it from far away.

import { azimuthal, frameAt } from "./azimuthal.ts";
import type { Projection } from "./flat.ts";
import { placeOf, vector } from "./traces.ts";
import type { Point } from "./wgs84.ts";

export function orthographic(middle: Point): Projection {
  const [e1, e2, e3, n1, n2, n3, u1, u2, u3] = frameAt(middle);
  return azimuthal({
    middle,
    rim: 1,
    // What is drawn are the chords of the globe: all straight.
    straight: Number.POSITIVE_INFINITY,
    place(x, y, z, at) {
      at.x = e1 * x + e2 * y + e3 * z;
      at.y = n1 * x + n2 * y + n3 * z;
      return u1 * x + u2 * y + u3 * z;
    },
    project(place) {
      const [x, y, z] = vector(place);
      const isHidden = u1 * x + u2 * y + u3 * z < 0;
      return isHidden ? null : [e1 * x + e2 * y + e3 * z, n1 * x + n2 * y + n3 * z];
    },
    unproject([x, y]) {
      const size = Math.max(1, Math.hypot(x, y));
      const [e, n] = [x / size, y / size];
      const u = Math.sqrt(Math.max(0, 1 - e * e - n * n));
      return placeOf([
        e * e1 + n * n1 + u * u1,
        e * e2 + n * n2 + u * u2,
        e * e3 + n * n3 + u * u3,
      ]);
    },
    // On the ellipsoid no circle of distance is one of the globe's.
    radius: () => null,
  });
}
