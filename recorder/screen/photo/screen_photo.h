/* screen_photo.h - a picture from a file: folders and pictures, newest first, the one
 * that was chosen with its caption.
 *
 *   +--------------------------------------------------------+
 *   | < Photo   about DL, 12:05                              |
 *   +---------------------------+----------------------------+
 *   | ^ Pictures                |  caption                   |
 *   |   > Camera                |  +----------------------+  |
 *   |   board.jpg   Today 10:05 |  |                      |  |
 *   |   work.png    Yesterday   |  |       picture        |  |
 *   |   ...                     |  +----------------------+  |
 *   |                           |               [ Keep ]     |
 *   +---------------------------+----------------------------+
 *
 * In portrait the picture lies below. Knows no file: the model has been read, and
 * what is chosen is asked for.
 */
#ifndef RECORDER_SCREEN_SCREEN_PHOTO_H
#define RECORDER_SCREEN_SCREEN_PHOTO_H

#include "recorder/screen/photo/photo_folder.h"
#include "recorder/ui/ui.h"

enum { PHOTO_MAX_CAPTION = 400 }; /* bytes, with the zero */

typedef struct PhotoModel {
    const char *about; /* "About DL, 12:05" */
    const char *path;
    const PhotoFolder *folder;
    const char *trouble;       /* why nothing was read or kept; "" for none */
    const UiPicture *picture;  /* the one that was chosen; NULL for none */
    const char *picture_words; /* "1600 x 1200, 310 kB in the record" */
    int64_t now_unix_ms;
    int32_t utc_offset_min;
} PhotoModel;

typedef enum PhotoAskKind {
    PHOTO_ASK_NONE,
    PHOTO_ASK_BACK, /* without a picture */
    PHOTO_ASK_UP,   /* the folder this one lies in */
    PHOTO_ASK_OPEN, /* entry: a folder, or the picture to look at */
    PHOTO_ASK_KEEP, /* the picture, with PhotoState.caption */
} PhotoAskKind;

typedef struct PhotoAsk {
    PhotoAskKind kind;
    int32_t entry;
} PhotoAsk;

/* All zero at first. */
typedef struct PhotoState {
    float scroll;
    int32_t chosen; /* entry + 1; 0: none */
    char caption[PHOTO_MAX_CAPTION];
} PhotoState;

PhotoAsk screen_photo(Ui *ui, const PhotoModel *model, PhotoState *state);

enum {
    PHOTO_ID_BACK = 1,
    PHOTO_ID_UP,
    PHOTO_ID_LIST, /* the column */
    PHOTO_ID_CAPTION,
    PHOTO_ID_KEEP,
    PHOTO_ID_ENTRY = 100, /* + entry */
};

#endif
