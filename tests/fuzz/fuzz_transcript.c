/* fuzz_transcript.c - any bytes as a transcript: refused with one sentence, or a script
 * that can be played; with codes for talk moves and without. */
#include "tests/fuzz/check_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)run_script(data, size, SCRIPT_TRANSCRIPT, "talk-moves");
    return run_script(data, size, SCRIPT_TRANSCRIPT, "academic-talk");
}
