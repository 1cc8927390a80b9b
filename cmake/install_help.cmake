# Man pages and completions are printed by the program itself, as it is installed.
install(CODE [[
  set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
  function(orq_written folder file)
    file(MAKE_DIRECTORY "${prefix}/${folder}")
    message(STATUS "Installing: ${prefix}/${folder}/${file}")
    execute_process(COMMAND "$<TARGET_FILE:orqgen>" ${ARGN}
      OUTPUT_FILE "${prefix}/${folder}/${file}" COMMAND_ERROR_IS_FATAL ANY)
  endfunction()
  orq_written(share/bash-completion/completions orqgen completion bash)
  orq_written(share/zsh/site-functions _orqgen completion zsh)
  orq_written(share/fish/vendor_completions.d orqgen.fish completion fish)
  message(STATUS "Installing: ${prefix}/share/man/man1/orqgen*.1")
  execute_process(COMMAND "$<TARGET_FILE:orqgen>" help "--man=${prefix}/share/man/man1"
    COMMAND_ERROR_IS_FATAL ANY)
]])
