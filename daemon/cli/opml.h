// `newswatch import` and `newswatch export`: lists of feeds in and out of the configuration. On
// files alone; the daemon is told by a reload.
#pragma once

#include <string>

#include "cli/common.h"

namespace cli {

struct ImportOptions {
  std::string file;    ///< "-": standard input
  std::string name;    ///< of the file to write, without ".yaml"; empty: after the list's file
  bool force = false;  ///< replace that file
};

/// Writes `feeds.d/NAME.yaml` beside the configuration: the feeds of an OPML list that are not in
/// it yet. Nothing is written that the configuration would refuse. The exit code: 0, 1 if nothing
/// could be written, 2 if the list cannot be read, 3 if some feeds of it were refused.
[[nodiscard]] int import_opml(const Common& common,
                              const ImportOptions& options,
                              const Terminal& terminal);

/// Prints the configuration's feeds as OPML; what cannot stand there is named on standard error.
[[nodiscard]] int export_opml(const Common& common, const Terminal& terminal);

}  // namespace cli
