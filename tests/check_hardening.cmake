# check_hardening.cmake - fails when the program was linked without what makes a
# mistake harder to use, or when a source does what SECURITY.md says none does.
# Run as: cmake -DROOT=... -DPROGRAM=... [-DREADELF=...] [-DFORTIFIED=ON] -P check_hardening.cmake
cmake_minimum_required(VERSION 3.21)

set(errors "")
if(READELF)
  execute_process(COMMAND "${READELF}" -hdlW --dyn-syms "${PROGRAM}"
    OUTPUT_VARIABLE elf RESULT_VARIABLE failed)
  set(wanted "Type: +DYN" "GNU_RELRO" "\\(FLAGS_1\\)[^\n]*NOW" "\\(FLAGS_1\\)[^\n]*PIE"
             "GNU_STACK[^\n]* RW " "__stack_chk_fail")
  if(FORTIFIED)
    list(APPEND wanted "__memcpy_chk" "__snprintf_chk")
  endif()
  foreach(want IN LISTS wanted)
    if(failed OR NOT elf MATCHES "${want}")
      string(APPEND errors "${PROGRAM}: ${want} is missing\n")
    endif()
  endforeach()
  if(elf MATCHES "\\((RPATH|RUNPATH)\\)")
    string(APPEND errors "${PROGRAM}: takes libraries from a folder of its own\n")
  endif()
endif()

# No shell and no other program, no network, no names that can be guessed, no file written in
# place, no sound.
set(forbidden "[^a-z_](system|popen|mktemp|tmpnam|tempnam|gets|strcpy|strcat|sprintf)[(]"
              "[^a-z_](exec[lv]p?e?|fexecve|v?fork|posix_spawnp?|dlopen|socket|vsprintf)[(]"
              "SDL_(OpenURL|LoadObject)" "fopen[(][^)]*\"[wa]" "[^a-z_](creat|chmod)[(]"
              "SDL_(INIT_AUDIO|INIT_EVERYTHING|OpenAudio|QueueAudio)")
foreach(layer protocols reports recorder)
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${layer}/*.[ch]")
  foreach(file IN LISTS files)
    foreach(pattern IN LISTS forbidden)
      file(STRINGS "${ROOT}/${file}" found REGEX "${pattern}")
      if(found)
        string(APPEND errors "${file}: ${found}\n")
      endif()
    endforeach()
  endforeach()
endforeach()
# What a command prints goes through cli_print() and the like (recorder/cli/out.c): no control
# character of a record gets to a terminal.
file(GLOB files RELATIVE "${ROOT}" "${ROOT}/recorder/cli/cmd_*.c")
foreach(file IN LISTS files)
  file(STRINGS "${ROOT}/${file}" found REGEX "[^a-z_](v?printf|puts|putchar|perror)[(]|f(printf|puts|putc)[(].*std(out|err)")
  if(found)
    string(APPEND errors "${file}: ${found}\n")
  endif()
endforeach()
if(errors)
  message(FATAL_ERROR "${errors}")
endif()
