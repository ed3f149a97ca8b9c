using Chalkline.Cli.Commands;

return ChalkCommand.Run(args);
