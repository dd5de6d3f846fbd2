# Hardening as the OpenSSF compiler guide has it, where this compiler knows the option. Sanitizer
# builds bring checks of their own and go without.
include(CheckCXXCompilerFlag)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(NOT NEWSWATCH_SANITIZE)
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
               -ftrivial-auto-var-init=zero)
    string(MAKE_C_IDENTIFIER "HAVE${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      add_compile_options(${flag})
    endif()
  endforeach()
  add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
  add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
endif()
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
