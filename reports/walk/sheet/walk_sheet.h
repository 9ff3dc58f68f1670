/* walk_sheet.h - two pages for a staff meeting: what many visits say together.
 *
 *   page 1  each look-for: k of n, its interval, month by month on one scale, and
 *           whether that is a change
 *   page 2  between observers; by school, grades, subject; who visited how often; what
 *           is hidden and what else is not on these pages
 *
 * Reads views (reports/walk/walk.h) and draws on a Sheet; knows neither store nor PDF.
 * The rules stand in the foot of both pages. No teacher is named. Two pages for any mix
 * of protocols and schools: what does not fit is chosen by a rule that the page says
 * (walk_paper.h), and is in the workbook.
 */
#ifndef REPORTS_WALK_SHEET_WALK_SHEET_H
#define REPORTS_WALK_SHEET_WALK_SHEET_H

#include "reports/sheet/sheet.h"
#include "reports/walk/walk.h"

/* Draws all pages. Fails only when memory runs out or
 * the sheet refuses; a selection without visits gives one page that says so. */
bool walk_sheet_compose(const WalkPages *pages, Sheet *sheet, Err *err);

bool walk_sheet_save_pdf(const WalkPages *pages, const FontSet *fonts, SheetPaper paper,
                         const char *path, Err *err);

#endif
