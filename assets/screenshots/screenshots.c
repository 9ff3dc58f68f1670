/* screenshots - writes pictures of the app, the same on every machine.
 *
 *   screenshots FOLDER            the README's pictures
 *   screenshots SCENE WIDTHxHEIGHT SCALE THEME TEXT HAND FILE.png    any other
 */
#include "assets/screenshots/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Shot {
    const char *file; /* without .png */
    SceneName scene;
    SceneOptions options;
    int32_t text_percent;
    bool left_handed;
} Shot;

static const Shot shots[] = {
    {"board", SCENE_BOARD, {1280, 800, 1, THEME_LIGHT}, 100, false},
    {"ring", SCENE_BOARD_RING, {1280, 800, 1, THEME_LIGHT}, 100, false},
    {"board-dark", SCENE_BOARD, {1280, 800, 1, THEME_DARK}, 100, true},
    {"review", SCENE_REVIEW_TURN, {1280, 800, 1, THEME_LIGHT}, 100, false},
    {"board-large-text", SCENE_BOARD, {1280, 800, 1, THEME_CONTRAST}, 200, false},
};

static bool take(const Shot *shot, const char *path, Err *err)
{
    Scene scene;
    if (!scene_open(&scene, shot->scene, &shot->options, err))
        return false;
    Settings settings = scene.app->settings;
    settings.text_percent = shot->text_percent;
    settings.left_handed = shot->left_handed;
    scene_use(&scene, &settings);
    bool ok = platform_save_png(&scene.surface, path, err);
    scene_close(&scene);
    return ok;
}

static int find_name(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static bool read_shot(char **words, Shot *ret_shot, Err *err)
{
    static const char *const themes[] = {"light", "dark", "contrast"};
    int scene = 0, width = 0, height = 0;
    while (scene < SCENE_COUNT && strcmp(scene_name((SceneName)scene), words[0]) != 0)
        scene++;
    int theme = find_name(themes, THEME_COUNT, words[3]);
    if (scene == SCENE_COUNT || sscanf(words[1], "%5dx%5d", &width, &height) != 2 || theme < 0)
        return err_set(err, ERR_FORMAT, "there is no scene '%s' at %s in %s", words[0], words[1],
                       words[3]);
    *ret_shot = (Shot){.scene = (SceneName)scene,
                       .options = {.width = (float)width,
                                   .height = (float)height,
                                   .scale = strtof(words[2], NULL),
                                   .theme = (ThemeName)theme},
                       .text_percent = (int32_t)strtol(words[4], NULL, 10),
                       .left_handed = strcmp(words[5], "left") == 0};
    return true;
}

int main(int argc, char **argv)
{
    Err err = {0};
    Shot shot;
    bool ok = true;
    if (argc == 8) {
        ok = read_shot(argv + 1, &shot, &err) && take(&shot, argv[7], &err);
    } else if (argc == 2) {
        for (size_t i = 0; ok && i < sizeof shots / sizeof shots[0]; i++) {
            char path[4096];
            (void)snprintf(path, sizeof path, "%s/%s.png", argv[1], shots[i].file);
            ok = take(&shots[i], path, &err);
        }
    } else {
        ok = err_set(&err, ERR_FORMAT,
                     "screenshots FOLDER, or SCENE WIDTHxHEIGHT SCALE THEME TEXT HAND FILE");
    }
    if (!ok)
        (void)fprintf(stderr, "screenshots: %s\n", err.text);
    return ok ? 0 : 1;
}
