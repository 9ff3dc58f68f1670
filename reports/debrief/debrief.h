/* debrief.h - composes the debrief sheet: what the page says, in what order.
 *
 * Reads measures, draws on a Sheet, knows neither PDF nor screen. Sections
 * without data fold away; long lessons flow to more pages. Grid, type and the
 * construction of every chart follow the design's GRID.md; the numbers follow
 * MEASURES.md, each with its denominator.
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_H
#define REPORTS_DEBRIEF_DEBRIEF_H

#include "protocols/observation.h"
#include "reports/sheet/sheet.h"

/* Draws all pages. scratch is for the measures and can be thrown away after.
 * Fails only when memory runs out or the sheet refuses; an observation without
 * events gives a sheet that says so. */
bool debrief_compose(const Observation *observation, Sheet *sheet, Arena *scratch, Err *err);

/* The three steps at once: measure, compose, save as PDF at path. */
bool debrief_save_pdf(const Observation *observation, const FontSet *fonts, SheetPaper paper,
                      const char *path, Err *err);

#endif
