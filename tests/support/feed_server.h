// tests/support/web.py running on a port of loopback for as long as this lives; see there what its
// paths do.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "support/program.h"
#include "support/temp_dir.h"

namespace support {

class FeedServer final {
 public:
  /// `root`, if given, is a folder whose files are served under /files/.
  explicit FeedServer(const std::string& root = "", const std::string& host = "127.0.0.1")
      : log_(folder_ / "requests.jsonl"),
        program_(arguments(root, host, log_)),
        port_(std::stoi(program_.read_line().substr(5))),
        host_(host) {}

  [[nodiscard]] std::string url(const std::string& path) const { return origin() + path; }
  [[nodiscard]] std::string origin() const {
    return "http://" + host_ + ":" + std::to_string(port_);
  }
  [[nodiscard]] int port() const { return port_; }

  /// The log as JSON lines: {"connection": …} for each accepted, {"method", "target", "headers",
  /// "body"} for each asked.
  [[nodiscard]] std::vector<std::string> log() const {
    std::ifstream in(log_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
      lines.push_back(line);
    }
    return lines;
  }

  /// The requests alone, as their JSON lines.
  [[nodiscard]] std::vector<std::string> requests() const {
    std::vector<std::string> asked;
    for (std::string& line : log()) {
      if (line.starts_with("{\"method\"")) asked.push_back(std::move(line));
    }
    return asked;
  }

  [[nodiscard]] std::size_t connections() const { return log().size() - requests().size(); }

 private:
  static std::vector<std::string> arguments(const std::string& root,
                                            const std::string& host,
                                            const std::string& log) {
    std::vector<std::string> argv{"/usr/bin/python3",
                                  std::string(NEWSWATCH_SOURCE_DIR) + "/tests/support/web.py",
                                  "--log",
                                  log,
                                  "--host",
                                  host};
    if (!root.empty()) {
      argv.insert(argv.end(), {"--root", root});
    }
    return argv;
  }

  TempDir folder_;
  std::string log_;
  Program program_;
  int port_;
  std::string host_;
};

}  // namespace support
