#include "recorder/ui/theme.h"

#include <assert.h>

static const Theme themes[THEME_COUNT] = {
    [THEME_LIGHT] = {"Light",
                     {
                         [COLOR_BG] = 0xF3EFE7,          [COLOR_PANEL] = 0xFBF9F4,
                         [COLOR_SURFACE] = 0xFFFFFF,     [COLOR_SUNK] = 0xE9E2D5,
                         [COLOR_LINE] = 0xDCD4C6,        [COLOR_OUTLINE] = 0x867C6E,
                         [COLOR_INK] = 0x221E19,         [COLOR_INK2] = 0x5B5348,
                         [COLOR_INK3] = 0x696156,        [COLOR_FLOOR] = 0x0072B2,
                         [COLOR_FLOOR_ON] = 0xFFFFFF,    [COLOR_FLOOR_TINT] = 0xD6E8F3,
                         [COLOR_TEACH] = 0x3A342C,       [COLOR_TEACH_ON] = 0xFFFFFF,
                         [COLOR_FRAME] = 0xA0447A,       [COLOR_FRAME_TINT] = 0xF6E4EE,
                         [COLOR_QUEST] = 0xE69F00,       [COLOR_QUEST_ON] = 0x221E19,
                         [COLOR_QUEST_EDGE] = 0x8A6100,  [COLOR_SAMPLE_TINT] = 0xFBF5BF,
                         [COLOR_SAMPLE_EDGE] = 0x6F6500, [COLOR_SAMPLE_TRACK] = 0xDBD189,
                         [COLOR_MARK] = 0xC65300,        [COLOR_PRIMARY] = 0x221E19,
                         [COLOR_PRIMARY_ON] = 0xFFFFFF,
                     }},
    [THEME_DARK] = {"Dark",
                    {
                        [COLOR_BG] = 0x191714,          [COLOR_PANEL] = 0x211E1B,
                        [COLOR_SURFACE] = 0x2D2925,     [COLOR_SUNK] = 0x3A352E,
                        [COLOR_LINE] = 0x423C34,        [COLOR_OUTLINE] = 0x978D7E,
                        [COLOR_INK] = 0xF4EFE6,         [COLOR_INK2] = 0xC9C0B2,
                        [COLOR_INK3] = 0xADA394,        [COLOR_FLOOR] = 0x56B4E9,
                        [COLOR_FLOOR_ON] = 0x0C1C26,    [COLOR_FLOOR_TINT] = 0x1F4156,
                        [COLOR_TEACH] = 0xE8E1D4,       [COLOR_TEACH_ON] = 0x221E19,
                        [COLOR_FRAME] = 0xDE9CC2,       [COLOR_FRAME_TINT] = 0x46303D,
                        [COLOR_QUEST] = 0xE69F00,       [COLOR_QUEST_ON] = 0x191714,
                        [COLOR_QUEST_EDGE] = 0xE69F00,  [COLOR_SAMPLE_TINT] = 0x3B3819,
                        [COLOR_SAMPLE_EDGE] = 0xF0E442, [COLOR_SAMPLE_TRACK] = 0x69632A,
                        [COLOR_MARK] = 0xF0894A,        [COLOR_PRIMARY] = 0xF4EFE6,
                        [COLOR_PRIMARY_ON] = 0x191714,
                    }},
    [THEME_CONTRAST] = {"High contrast",
                        {
                            [COLOR_BG] = 0xFFFFFF,          [COLOR_PANEL] = 0xFFFFFF,
                            [COLOR_SURFACE] = 0xFFFFFF,     [COLOR_SUNK] = 0xE6E6E6,
                            [COLOR_LINE] = 0x000000,        [COLOR_OUTLINE] = 0x000000,
                            [COLOR_INK] = 0x000000,         [COLOR_INK2] = 0x000000,
                            [COLOR_INK3] = 0x2B2B2B,        [COLOR_FLOOR] = 0x00446B,
                            [COLOR_FLOOR_ON] = 0xFFFFFF,    [COLOR_FLOOR_TINT] = 0xCFE3F0,
                            [COLOR_TEACH] = 0x000000,       [COLOR_TEACH_ON] = 0xFFFFFF,
                            [COLOR_FRAME] = 0x6B1F4C,       [COLOR_FRAME_TINT] = 0xF6E4EE,
                            [COLOR_QUEST] = 0xE69F00,       [COLOR_QUEST_ON] = 0x221E19,
                            [COLOR_QUEST_EDGE] = 0x000000,  [COLOR_SAMPLE_TINT] = 0xFBF5BF,
                            [COLOR_SAMPLE_EDGE] = 0x000000, [COLOR_SAMPLE_TRACK] = 0xDBD189,
                            [COLOR_MARK] = 0x8A3900,        [COLOR_PRIMARY] = 0x000000,
                            [COLOR_PRIMARY_ON] = 0xFFFFFF,
                        }},
};

const Theme *theme_get(ThemeName name)
{
    assert(name < THEME_COUNT);
    return &themes[name];
}

/* Line height 1.4 of the size. */
ThemeFace theme_face(ThemeType type)
{
    static const ThemeFace faces[TYPE_COUNT] = {
        [TYPE_32_BOLD] = {32, 44.8F, true}, [TYPE_24_BOLD] = {24, 33.6F, true},
        [TYPE_20_BOLD] = {20, 28, true},    [TYPE_20] = {20, 28, false},
        [TYPE_16_BOLD] = {16, 22.4F, true}, [TYPE_16] = {16, 22.4F, false},
        [TYPE_14_BOLD] = {14, 19.6F, true}, [TYPE_14] = {14, 19.6F, false},
    };
    assert(type < TYPE_COUNT);
    return faces[type];
}
