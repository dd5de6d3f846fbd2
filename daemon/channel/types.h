// What makes a channel of each type from its section; the rows of the registry. Private to the
// room. Each reads all its keys, tells what is wrong as problems of the section, and gives nothing
// if anything was.
#pragma once

#include <memory>

#include "channel/registry.h"

namespace channel {

[[nodiscard]] std::unique_ptr<Channel> make_log(const settings::Section& section,
                                                const Surroundings& around);
[[nodiscard]] std::unique_ptr<Channel> make_command(const settings::Section& section,
                                                    const Surroundings& around);
[[nodiscard]] std::unique_ptr<Channel> make_webhook(const settings::Section& section,
                                                    const Surroundings& around);
[[nodiscard]] std::unique_ptr<Channel> make_email(const settings::Section& section,
                                                  const Surroundings& around);
[[nodiscard]] std::unique_ptr<Channel> make_desktop(const settings::Section& section,
                                                    const Surroundings& around);
[[nodiscard]] std::unique_ptr<Channel> make_atom(const settings::Section& section,
                                                 const Surroundings& around);

}  // namespace channel
