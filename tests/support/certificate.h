// A certificate for localhost and 127.0.0.1 that signs itself, made anew by openssl.
#pragma once

#include <csignal>
#include <stdexcept>
#include <string>

#include "support/program.h"
#include "support/temp_dir.h"

namespace support {

class Certificate final {
 public:
  Certificate() : cert_(folder_ / "cert.pem"), key_(folder_ / "key.pem") {
    Program maker(
        {"/bin/sh",
         "-c",
         "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
         "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 "
         "-keyout '" +
             key_ + "' -out '" + cert_ + "' 2>/dev/null && echo made"});
    if (maker.read_line() != "made") throw std::runtime_error("openssl made no certificate");
  }

  [[nodiscard]] const std::string& cert() const { return cert_; }
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  TempDir folder_;
  std::string cert_;
  std::string key_;
};

}  // namespace support
