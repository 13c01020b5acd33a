# SPDX-License-Identifier: ISC
# mail.rb: Ruby's mail, which Rails sends with.

require 'mail'

mail = Mail.new(
  from: ENV['FROM'],
  to: ENV['TO'],
  cc: ENV['CC'],
  bcc: ENV['BCC'],
  subject: ENV['SUBJECT'],
  body: File.read(ENV['BODY']),
)
mail.delivery_method :sendmail
begin
  mail.deliver!
  puts 'sent'
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
  exit 1
end
