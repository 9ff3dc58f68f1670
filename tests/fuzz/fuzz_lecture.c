/* fuzz_lecture.c - any bytes as a lecture: refused with one sentence, or a script
 * that can be played. */
#include "tests/fuzz/check_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return run_script(data, size, SCRIPT_LECTURE, "fill-plus");
}
