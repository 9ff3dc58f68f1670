/* The disk says no to what our own code asks of it, call after call, once and from then
 * on: while settings, sheets, tables and protocols are saved, and while a first record is
 * made in a new folder and a photo is kept in it. Each file is as it was or as it was to
 * be; what was there and is none of ours stays; what is refused is said.
 */
#include "check.h"

#include "protocols/file.h"
#include "recorder/devices.h"
#include "recorder/own_calls.h"
#include "recorder/recording/recording.h"
#include "recorder/screen/photo/photo_folder.h"
#include "recorder/screen/protocol/protocol_draft.h"
#include "recorder/settings/settings.h"
#include "recorder/share/share.h"
#include "recorder/store/reread.h"
#include "tests/attached.h"

enum { MOST_FILES = 48 };
static const char WRITTEN_ON[] = "somebody wrote on this sheet";

typedef struct Kept {
    char name[200]; /* in the folder */
    char *bytes;
    size_t len;
} Kept;

typedef struct Shelf {
    Kept files[MOST_FILES];
    int32_t count;
} Shelf;

typedef struct Saving {
    const char *name;
    void (*prepare)(const Folder *folder);
    bool (*save)(const Folder *folder, Err *err);
    void (*check)(const Folder *folder, bool saved); /* NULL: by the files' bytes */
} Saving;

static FontSet *fonts;
static Observation taught;
static Arena arena; /* of it */

static void path_in(const Folder *folder, const char *name, char path[400])
{
    (void)snprintf(path, 400, "%s/%s", folder->path, name);
}

/* ---- what is in a folder ---- */

static void read_all_of(const char *path, const char *within, Shelf *shelf)
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600], inner[200];
        struct stat st;
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        (void)snprintf(inner, sizeof inner, "%.60s%.130s", within, entry->d_name);
        assert_int_equal(stat(name, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            (void)strcat(inner, "/");
            read_all_of(name, inner, shelf);
            continue;
        }
        assert_true(shelf->count < MOST_FILES);
        Kept *kept = &shelf->files[shelf->count++];
        (void)snprintf(kept->name, sizeof kept->name, "%s", inner);
        kept->len = (size_t)st.st_size;
        kept->bytes = malloc(kept->len + 1);
        FILE *in = fopen(name, "rb");
        assert_true(kept->bytes && in && fread(kept->bytes, 1, kept->len, in) == kept->len);
        (void)fclose(in);
    }
    (void)closedir(dir);
}

static void shelf_free(Shelf *shelf)
{
    for (int32_t i = 0; i < shelf->count; i++)
        free(shelf->files[i].bytes);
    shelf->count = 0;
}

/* Under this name, or under any (NULL). */
static bool shelf_has(const Shelf *shelf, const char *name, const Kept *file)
{
    for (int32_t i = 0; i < shelf->count; i++)
        if ((!name || strcmp(shelf->files[i].name, name) == 0) &&
            shelf->files[i].len == file->len &&
            memcmp(shelf->files[i].bytes, file->bytes, file->len) == 0)
            return true;
    return false;
}

static void check_files(const Folder *folder, const Saving *saving, bool saved, const Shelf *before,
                        const Shelf *after, int n)
{
    Shelf now = {.count = 0};
    read_all_of(folder->path, "", &now);
    for (int32_t i = 0; i < now.count; i++)
        if (!shelf_has(before, NULL, &now.files[i]) && !shelf_has(after, NULL, &now.files[i]))
            fail_msg("%s, call %d: %s is neither the old one nor the new one", saving->name, n,
                     now.files[i].name);
    for (int32_t i = 0; i < before->count; i++) {
        const Kept *was = &before->files[i];
        bool stays = shelf_has(after, was->name, was);
        if (stays ? !shelf_has(&now, was->name, was) : saved && shelf_has(&now, was->name, was))
            fail_msg("%s, call %d: %s is not what it should be", saving->name, n, was->name);
    }
    for (int32_t i = 0; saved && i < after->count; i++)
        if (!shelf_has(&now, NULL, &after->files[i]))
            fail_msg("%s, call %d: %s is missing", saving->name, n, after->files[i].name);
    shelf_free(&now);
}

/* ---- what is saved ---- */

static void put(const Folder *folder, const char *name, const void *bytes, size_t len)
{
    char path[400];
    path_in(folder, name, path);
    FILE *out = fopen(path, "wb");
    assert_true(out && fwrite(bytes, 1, len, out) == len);
    assert_int_equal(fclose(out), 0);
}

static void prepare_settings(const Folder *folder)
{
    put(folder, "settings.txt", "theme: dark\n", 12);
}

static bool save_settings(const Folder *folder, Err *err)
{
    char path[400];
    Settings usual = settings_usual(SHEET_A4), settings;
    path_in(folder, "settings.txt", path);
    if (!settings_load(path, &usual, &settings, err))
        return false;
    settings.left_handed = true;
    return settings_save(path, &settings, err);
}

static void prepare_sheet(const Folder *folder)
{
    char name[400];
    path_in(folder, "sheets", name);
    assert_int_equal(mkdir(name, 0700), 0);
    (void)snprintf(name, sizeof name, "sheets/%s.pdf", share_name(taught.setup, &arena));
    put(folder, name, WRITTEN_ON, sizeof WRITTEN_ON);
}

static void prepare_nothing(const Folder *folder)
{
    (void)folder;
}

static bool save_lesson(const Folder *folder, uint32_t formats, Err *err)
{
    char path[400];
    bool done = false;
    ShareChoice choice = {.formats = formats, .dpi = 20, .language = "en"};
    DebriefInput input = {.observation = &taught};
    path_in(folder, "sheets", path);
    ShareJob *job = share_job_create(&input, fonts, &choice, NULL, path, err);
    bool ok = job != NULL;
    while (ok && !done)
        ok = share_job_step(job, &done, err);
    share_job_destroy(job);
    return ok;
}

static bool save_sheet(const Folder *folder, Err *err)
{
    return save_lesson(folder, SHARE_PDF, err);
}

static bool save_tables(const Folder *folder, Err *err)
{
    return save_lesson(folder, SHARE_CSV | SHARE_XLSX, err);
}

static bool save_protocol(const Folder *folder, Err *err)
{
    char path[400];
    Arena scratch;
    ProtocolShelf shelf;
    ProtocolDraft draft = {0};
    path_in(folder, "protocols", path);
    arena_init(&scratch, (size_t)16 << 20);
    bool ok = protocol_shelf_read(&scratch, path, "en", &shelf, err) &&
              protocol_draft_copy(&draft, &shelf.items[0], &shelf, path, err) &&
              protocol_draft_save(&draft, err);
    protocol_draft_close(&draft);
    arena_deinit(&scratch);
    return ok;
}

static void record_path(const Folder *folder, char path[400])
{
    path_in(folder, "data/kenkyu/lessons.kenkyu", path);
}

static void prepare_photo(const Folder *folder)
{
    char path[400];
    path_in(folder, "pictures", path);
    assert_int_equal(mkdir(path, 0700), 0);
    put(folder, "pictures/board.jpg", attached_jpeg, sizeof attached_jpeg);
}

/* From the list of pictures to the photo in the record. */
static bool keep_photo(const Folder *folder, Recording *r, Lesson *l, Err *err)
{
    char path[400], photo[PHOTO_MAX_PATH];
    const char *bytes;
    size_t len;
    PhotoFolder pictures;
    path_in(folder, "pictures", path);
    if (!photo_folder_read(path, &l->arena, &pictures, err))
        return false;
    assert_int_equal(pictures.count, 1);
    if (!photo_path_join(path, pictures.entries[0].name, photo, err) ||
        !file_read(&l->arena, photo, IMAGE_MAX_BYTES, &bytes, &len, err))
        return false;
    Attachment carried = {.kind = ATTACHMENT_PHOTO, .photo = {8, 6, (const uint8_t *)bytes, len}};
    SessionTap tap = lesson_tap(protocol_find_code(l->protocol, "photo"), B1, 1000);
    bool saved = false;
    tap.attachment = &carried;
    return session_tap(recording_session(r), &tap, 1000, err) && recording_commit(r, &saved, err) &&
           (saved || err_set(err, ERR_STORE, "%s", recording_trouble(r)));
}

static bool save_record(const Folder *folder, Err *err)
{
    char path[400], within[400];
    Lesson l;
    ClockAnchor anchor = {.boot_id = ""};
    record_path(folder, path);
    (void)snprintf(within, sizeof within, "%.*s", (int)(strrchr(path, '/') - path), path);
    lesson_init(&l);
    bool ok = file_make_folder(within, err);
    Store *store = ok ? store_open(path, STORE_WRITE, err) : NULL;
    Recording *r =
        store ? recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, err) : NULL;
    ok = r && session_start(recording_session(r), 0, err) && recording_commit(r, NULL, err) &&
         keep_photo(folder, r, &l, err);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
    return ok;
}

/* There is none, or it opens; and it has the photo if that was said. */
static void check_record(const Folder *folder, bool saved)
{
    char path[400];
    Err err = {0};
    Arena scratch;
    StoreItem *items = NULL;
    int32_t count = 0;
    record_path(folder, path);
    if (access(path, F_OK) != 0) {
        assert_false(saved);
        return;
    }
    Store *store = store_open(path, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    arena_init(&scratch, (size_t)16 << 20);
    assert_ok(store_list(store, &scratch, 0, 0, &items, &count, &err), err);
    assert_true(count == 1 || (count == 0 && !saved));
    assert_true(!saved || items[0].event_count == 1);
    store_close(store);
    arena_deinit(&scratch);
}

/* ---- the walks ---- */

static const Saving savings[] = {
    {"settings", prepare_settings, save_settings, NULL},
    {"a sheet", prepare_nothing, save_sheet, NULL},
    {"a sheet beside", prepare_sheet, save_sheet, NULL},
    {"tables", prepare_nothing, save_tables, NULL},
    {"a protocol", prepare_nothing, save_protocol, NULL},
    {"a first record", prepare_photo, save_record, check_record},
};

/* How often it was refused. */
static int walk(const Saving *saving, int n, bool once, const Shelf *before, const Shelf *after)
{
    Folder folder;
    Err err = {0};
    folder_make(&folder);
    saving->prepare(&folder);
    fault_kinds = FAULT_OWN;
    fault_once = once;
    hits = 0;
    countdown = n;
    bool saved = saving->save(&folder, &err);
    countdown = -1;
    int had = hits;
    if (!saved && (err.text[0] == '\0' || had == 0))
        fail_msg("%s, call %d: '%s'", saving->name, n, err.text);
    if (saving->check)
        saving->check(&folder, saved);
    else
        check_files(&folder, saving, saved, before, after, n);
    folder_remove_all(&folder);
    return had;
}

static void learn(const Saving *saving, Shelf *ret_before, Shelf *ret_after)
{
    Folder folder;
    Err err = {0};
    folder_make(&folder);
    saving->prepare(&folder);
    read_all_of(folder.path, "", ret_before);
    assert_ok(saving->save(&folder, &err), err);
    read_all_of(folder.path, "", ret_after);
    folder_remove_all(&folder);
}

static void saving__is_whole_or_not_at_all__for_every_call_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof savings / sizeof *savings; i++) {
        Shelf before = {.count = 0}, after = {.count = 0};
        int refusals = 0, walks = 0;
        learn(&savings[i], &before, &after);
        for (int once = 0; once < 2; once++) {
            int had = 1;
            for (int n = 0; had > 0; n++, walks++)
                refusals += had = walk(&savings[i], n, once, &before, &after);
        }
        print_message("%-15s %4d walks, %5d refusals: the old or the new, nothing by half\n",
                      savings[i].name, walks, refusals);
        assert_true(refusals > 5);
        shelf_free(&before);
        shelf_free(&after);
    }
}

/* A lesson to make sheets of. */
static void teach(void)
{
    Folder folder;
    Err err = {0};
    arena_init(&arena, (size_t)64 << 20);
    folder_make(&folder);
    Uuid id = device_record(folder.db, 1, 0, true);
    Store *store = store_open(folder.db, STORE_READ, &err);
    assert_ok(store && reread_observation(store, id, &arena, &taught, &err), err);
    store_close(store);
    folder_remove(&folder);
}

int main(void)
{
    Err err = {0};
    install_faults();
    countdown = -1;
    teach();
    fonts = font_set_create(&err);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saving__is_whole_or_not_at_all__for_every_call_refused),
    };
    int failed = fonts ? cmocka_run_group_tests_name("file calls", tests, NULL, NULL) : 1;
    arena_deinit(&arena);
    font_set_destroy(fonts);
    return failed;
}
