// tests/support/smtp.py running on a port of loopback for as long as this lives; see there for its
// options.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/program.h"
#include "support/temp_dir.h"

namespace support {

class MailServer final {
 public:
  explicit MailServer(const std::vector<std::string>& options = {})
      : program_(arguments(options, store_.path().string())),
        port_(std::stoi(program_.read_line().substr(5))) {}

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& scheme = "smtp") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }

  /// What was taken, whole, in order.
  [[nodiscard]] std::vector<std::string> mails() const {
    std::vector<std::string> taken;
    for (int number = 1;; ++number) {
      const std::filesystem::path file = store_ / (std::to_string(number) + ".eml");
      if (!std::filesystem::exists(file)) return taken;
      taken.push_back(read_file(file));
    }
  }

 private:
  static std::vector<std::string> arguments(const std::vector<std::string>& options,
                                            const std::string& store) {
    std::vector<std::string> argv{
        "/usr/bin/python3", NEWSWATCH_SOURCE_DIR "/tests/support/smtp.py", "--store", store};
    argv.insert(argv.end(), options.begin(), options.end());
    return argv;
  }

  TempDir store_;
  Program program_;
  int port_;
};

}  // namespace support
