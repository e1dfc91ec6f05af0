/** How many payers a visit may have: P, S, T and A to H of SBR01 (837P loop 2000B). */
export const coverageOrderMax = 11
