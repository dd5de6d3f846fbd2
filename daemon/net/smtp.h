// One mail to one recipient over SMTP (RFC 5321) or submission (RFC 6409), by libcurl. Blocks.
#pragma once

#include <chrono>

#include "net/request.h"

namespace net {

[[nodiscard]] MailAnswer send_mail(const Mail& mail, std::chrono::milliseconds limit);

}  // namespace net
